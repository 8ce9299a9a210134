import Provisioning

extension Snapshot {
  /// Every row with every column and every identifier; revisions, records and the journal aside.
  /// Two stores with the same text hold the same bytes.
  public var exactText: String {
    var lines = accounts.map { "account \($0.id) \(EscapedText.columns($0.state.columns))" }
    lines += links.map { "link \($0.key) \(EscapedText.columns($0.state.columns))" }
    lines += sections.map { section in
      "section \(section.key) \(EscapedText.columns(section.state.asserted.columns))"
        + " \(section.status) under \(EscapedText.columns(section.state.local.columns))"
    }
    lines += assertions.map { assertion in
      "assertion \(assertion.section) \(assertion.key)"
        + " \(assertion.state.role.rawValue) \(assertion.state.status)"
    }
    return lines.joined(separator: "\n")
  }

  /// The records, versions aside.
  public var recordText: String {
    records.map { "\($0.key.kind.rawValue) \($0.key.name) \(EscapedText.quoted($0.value))" }
      .joined(separator: "\n")
  }

  /// What people see: accounts in use by their keys, their fields, sections and enrollments; times,
  /// identifiers of accounts and the journal aside. Two histories with the same text are the same to
  /// everyone who asks after them.
  public var liveText: String {
    let keys = Dictionary(grouping: links, by: \.state.account)
    let names = keys.mapValues { "[\($0.map(\.key.description).joined(separator: " "))]" }
    let live = accounts.filter(\.status.isLive)
    var lines = live.map { account in
      "account \(names[account.id] ?? "[]") \(account.status.name)"
        + " follows \(account.state.primary?.description ?? "-")"
        + " \(EscapedText.columns(account.profile.columns))"
        + " under \(EscapedText.columns(account.state.local.columns))"
    }.sorted()
    lines += links.map { link in
      "link \(link.key) \(link.state.sharing.rawValue)"
        + " \(EscapedText.columns(link.state.profile.columns))"
    }
    lines += sections.map { section in
      "section \(section.key) \(section.status) \(EscapedText.columns(section.details.columns))"
        + " under \(EscapedText.columns(section.state.local.columns))"
    }
    lines += enrollments.map { enrollment in
      "enrollment \(enrollment.section) \(names[enrollment.account] ?? "[]")"
        + " \(enrollment.role.rawValue) \(enrollment.status)"
        + " by \(enrollment.assertedBy.map(\.description).joined(separator: " "))"
    }.sorted()
    return lines.joined(separator: "\n")
  }
}
