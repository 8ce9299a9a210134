extension MemoryContents {
  /// How many accounts there are.
  package var accountCount: Int { tables.accounts.count }

  package func accounts(_ ids: [Account.ID]) -> [Account] { Set(ids).compactMap(tables.account) }

  package func survivors(among ids: [Account.ID]) -> Set<Account.ID> {
    var survivors: Set<Account.ID> = []
    for row in tables.accounts.values {
      if case .merged(let target) = row.state.status { survivors.insert(target) }
    }
    return survivors.intersection(ids)
  }

  package func links(_ keys: [Identity.Key]) -> [Link] { Set(keys).compactMap(tables.link) }

  package func linkedAccounts(_ keys: [Identity.Key]) -> [LinkedAccount] {
    links(keys).compactMap { link in
      tables.account(link.state.account).map { LinkedAccount(link: link, account: $0) }
    }
  }

  package func links(of accounts: [Account.ID]) -> [Link] {
    links(accounts.flatMap { tables.keysOfAccount[$0] ?? [] })
  }

  package func links(matching sisKeys: [SISKey]) -> [Link] {
    links(sisKeys.flatMap { tables.keysBySIS[$0] ?? [] })
  }

  package func accounts(holding email: EmailAddress) -> [Account] {
    let wanted = email.folded
    let keys = tables.keysByEmail[wanted] ?? []
    let found = Set(keys.compactMap { tables.links[$0]?.state.account })
      .union(tables.accountsByEmail[wanted] ?? [])
    // Strings are equal if their characters are; addresses if their bytes are.
    return accounts(Array(found)).filter { account in
      account.status.isLive
        && emails(of: account).contains {
          EmailAddress.folded($0).utf8.elementsEqual(wanted.utf8)
        }
    }
  }

  package func accounts(matching text: String, limit: Int) -> [Account] {
    let wanted = EmailAddress.folded(text).utf8
    let found = liveAccounts.filter { account in
      searchable(account).contains { EmailAddress.folded($0).utf8.starts(with: wanted) }
    }
    return Array(found.sorted { $0.id < $1.id }.prefix(limit))
  }

  package func sections(_ keys: [Section.Key]) -> [Section] {
    Set(keys).compactMap(tables.section)
  }

  package func assertions(in sections: [Section.Key]) -> [Enrollment.Assertion] {
    Set(sections).flatMap { section in
      (tables.keysOfSection[section] ?? []).compactMap {
        tables.assertion(EnrollmentKey(section, $0))
      }
    }
  }

  package func assertions(by keys: [Identity.Key]) -> [Enrollment.Assertion] {
    Set(keys).flatMap { key in
      (tables.sectionsOfKey[key] ?? []).compactMap { tables.assertion(EnrollmentKey($0, key)) }
    }
  }

  package func counts() -> StoreCounts {
    var counts = StoreCounts()
    for row in tables.accounts.values { counts.accounts[row.state.status.name, default: 0] += 1 }
    counts.links = tables.links.count
    for row in tables.sections.values { counts.sections[row.state.status, default: 0] += 1 }
    for (account, keys) in tables.keysOfAccount {
      let found = assertions(by: Array(keys))
      // What one key asserts is an enrollment as it is.
      let statuses =
        keys.count == 1
        ? found.map(\.state.status)
        : Enrollment.folding(
          found, accounts: Dictionary(keys.map { ($0, account) }, uniquingKeysWith: { $1 })
        ).map(\.status)
      for status in statuses { counts.enrollments[status, default: 0] += 1 }
    }
    counts.journalEntries = journal.count
    return counts
  }

  package func record(_ key: Record.Key) -> Record? { records[key] }

  package func records(of kind: Record.Kind, after name: String?, limit: Int) -> [Record] {
    let found = records.values.filter { record in
      record.key.kind == kind && (name.map { record.key.name > $0 } ?? true)
    }
    return Array(found.sorted { $0.key.name < $1.key.name }.prefix(limit))
  }

  private var liveAccounts: [Account] {
    tables.accounts.keys.compactMap(tables.account).filter(\.status.isLive)
  }

  private func emails(of account: Account) -> [String] {
    let asserted = (tables.keysOfAccount[account.id] ?? []).compactMap {
      tables.links[$0]?.state.profile.email
    }
    return asserted + (account.state.local.values[.email] ?? [])
  }

  private func searchable(_ account: Account) -> [String] {
    let keys = tables.keysOfAccount[account.id] ?? []
    let profiles = keys.compactMap { tables.links[$0]?.state.profile } + [account.profile]
    return [account.id.rawValue] + keys.map(\.subject.rawValue)
      + profiles.flatMap { [$0.sisID, $0.email, $0.given, $0.family].compactMap { $0 } }
  }
}
