import Provisioning

/// An account with all that is shown of it.
struct AccountView: Sendable {
  let account: Account
  let links: [Link]
  let enrollments: [Enrollment]

  /// The views of `accounts`, read together.
  static func views(
    of accounts: [Account], in reader: any AccountReader
  ) async throws(ProvisioningError) -> [AccountView] {
    let links = try await reader.links(of: accounts.map(\.id))
    let keys = Dictionary(links.map { ($0.key, $0.state.account) }, uniquingKeysWith: { $1 })
    let assertions = try await reader.assertions(by: links.map(\.key))
    let enrollments = Dictionary(
      grouping: Enrollment.folding(assertions, accounts: keys), by: \.account)
    let linksOf = Dictionary(grouping: links, by: \.state.account)
    return accounts.map { account in
      AccountView(
        account: account, links: (linksOf[account.id] ?? []).sorted { $0.key < $1.key },
        enrollments: enrollments[account.id] ?? [])
    }
  }

  /// The view as a document.
  var json: JSONValue {
    let profile = account.profile
    return [
      "id": .string(account.id.rawValue), "status": .string(account.status.name),
      "merged_into": JSONValue(account.mergedInto?.rawValue),
      "role": JSONValue(profile.role?.rawValue), "roles": JSONValue(profile.roles.map(\.rawValue)),
      "name": [
        "given": JSONValue(profile.given), "middle": JSONValue(profile.middle),
        "family": JSONValue(profile.family),
      ],
      "email": JSONValue(profile.email), "grade": JSONValue(profile.grade),
      "district": JSONValue(profile.district), "schools": JSONValue(profile.schools),
      "sis_id": JSONValue(profile.sisID), "birth_date": JSONValue(profile.birthDate),
      "gender": JSONValue(profile.gender), "links": .array(links.map(\.json)),
      "enrollments": .array(
        enrollments.map { enrollment in
          [
            "section": .string(enrollment.section.description),
            "role": .string(enrollment.role.rawValue),
            "status": .string(enrollment.status.rawValue),
          ]
        }),
    ]
  }

  /// The view for people.
  var lines: [String] {
    let profile = account.profile
    var fields: [(String, String)] = [
      ("account", account.id.rawValue), ("status", account.status.name),
    ]
    if let target = account.mergedInto { fields.append(("merged into", target.rawValue)) }
    fields += [
      ("roles", profile.roles.map(\.rawValue).joined(separator: ", ")),
      ("name", profile.fullName), ("email", profile.email ?? ""),
      ("grade", profile.grade ?? ""), ("district", profile.district ?? ""),
      ("schools", profile.schools.joined(separator: ", ")), ("SIS ID", profile.sisID ?? ""),
      ("birth date", profile.birthDate ?? ""), ("gender", profile.gender ?? ""),
    ]
    let head = fields.filter { !$0.1.isEmpty }.map { $0.padding(to: 13) + $1 }
    let linkLines = links.map { "  \($0.key)  since \($0.state.since)  because \($0.because)" }
    let rosterLines = enrollments.map {
      "  \($0.section)  \($0.role.rawValue)  \($0.status.rawValue)"
    }
    return head + ["links (\(links.count))"] + linkLines
      + ["enrollments (\(enrollments.count))"] + rosterLines
  }
}

extension Profile {
  /// The person's names, one after the other.
  var fullName: String { [given, middle, family].compactMap { $0 }.joined(separator: " ") }
}

extension Link {
  /// Why the key is linked, in a word or two.
  var because: String {
    let via = state.because.via.map { " via \($0)" } ?? ""
    return state.because.kind.rawValue + via
  }

  /// The link as a document.
  var json: JSONValue {
    [
      "provider": .string(key.provider.rawValue), "subject": .string(key.subject.rawValue),
      "since": .string(state.since.description), "because": .string(because),
    ]
  }
}

/// A section with everyone in it.
struct SectionView: Sendable {
  let section: Section
  let roster: [Enrollment]

  /// The views of `sections`, read together.
  static func views(
    of sections: [Section], in reader: any AccountReader
  ) async throws(ProvisioningError) -> [SectionView] {
    let assertions = try await reader.assertions(in: sections.map(\.key))
    let links = try await reader.links(Array(Set(assertions.map(\.key))))
    let accounts = Dictionary(links.map { ($0.key, $0.state.account) }, uniquingKeysWith: { $1 })
    let rosters = Dictionary(
      grouping: Enrollment.folding(assertions, accounts: accounts), by: \.section)
    return sections.map { SectionView(section: $0, roster: rosters[$0.key] ?? []) }
  }

  private func members(_ isIncluded: (Enrollment) -> Bool) -> JSONValue {
    .array(
      roster.filter(isIncluded).map { enrollment in
        [
          "account": .string(enrollment.account.rawValue),
          "role": .string(enrollment.role.rawValue),
          "status": .string(enrollment.status.rawValue),
        ]
      })
  }

  /// The view as a document.
  var json: JSONValue {
    let details = section.details
    return [
      "id": .string(section.key.description), "provider": .string(section.key.provider.rawValue),
      "subject_id": .string(section.key.subject.rawValue), "name": JSONValue(details.name),
      "section_number": JSONValue(details.sectionNumber), "subject": JSONValue(details.subject),
      "grade": JSONValue(details.grade), "status": .string(section.status.rawValue),
      "teachers": members(\.role.teaches), "students": members { !$0.role.teaches },
    ]
  }

  /// The view for people, with the names of those of whom `names` tells.
  func lines(naming names: [Account.ID: String]) -> [String] {
    let details = section.details
    let fields = [
      ("section", section.key.description), ("status", section.status.rawValue),
      ("name", details.name ?? ""), ("number", details.sectionNumber ?? ""),
      ("subject", details.subject ?? ""), ("grade", details.grade ?? ""),
      (
        "term",
        [details.term, details.termStart, details.termEnd].compactMap { $0 }
          .joined(separator: " ")
      ),
    ]
    let head = fields.filter { !$0.1.isEmpty }.map { $0.padding(to: 10) + $1 }
    let people = roster.sorted { ($1.role, $0.account) < ($0.role, $1.account) }.map { member in
      [
        "", member.account.rawValue, member.role.rawValue.padding(to: 15),
        member.status.rawValue.padding(to: 6), names[member.account],
      ].compactMap { $0 }.joined(separator: "  ")
    }
    return head + ["people (\(roster.count))"] + people
  }
}
