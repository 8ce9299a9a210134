import Foundation
import Provisioning

/// A store that breaks one promise: a contract that cannot fail proves nothing.
struct SabotagedStore: AccountStore {
  enum Fault: CaseIterable, Sendable {
    case ignoresExpectations, ignoresRevisions, commitsInHalves, dropsRecords, commitsTwice
    case repeatsRows, readsOneKeyOnly, confusesRoles, missesEndedAssertions
    case listsBackwards, includesTheLastKey, ignoresLimits, countsAssertions
    case foldsAllLetters, mindsCase, searchesInside, normalizesJournal, forgetsEmptiedEdits
    case forgetsWhatWasRemoved, showsUndoneUndos, listsOldestFirst, ignoresFilters
    case overwritesRecords, takesTwice, expiresEarly
  }

  let base = InMemoryStore()
  let fault: Fault

  // MARK: Writing

  func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    var changes = changes
    switch fault {
    case .ignoresExpectations: changes.expectations = []
    case .ignoresRevisions:
      var accounts: [RowChange<Account.ID, Account.State>] = []
      for change in changes.accounts {
        let present = await base.accounts([change.key]).first
        accounts.append(
          RowChange(
            key: change.key, before: change.before, after: change.after,
            revision: present?.revision))
      }
      changes.accounts = accounts
    case .dropsRecords: changes.records = []
    case .commitsTwice:
      if await base.entry(.id(changes.header.id)) != nil {
        throw ProvisioningError(.conflict, "The entry is there already.")
      }
    case .commitsInHalves:
      var half = ChangeSet(header: changes.header)
      half.accounts = changes.accounts.filter { $0.before == nil }
      do { return try await base.commit(changes) } catch {
        if !half.isEmpty { _ = try? await base.commit(half) }
        throw error
      }
    default: break
    }
    return try await base.commit(changes)
  }

  func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    var altered: [RecordChange] = []
    for change in changes {
      switch (change, fault) {
      case (.put(let key, let value, let expires, _), .overwritesRecords):
        let present = await base.record(key)?.version ?? 0
        altered.append(.put(key, value: value, expires: expires, replacing: present))
      case (.take(let key, _), .takesTwice):
        if let version = await base.record(key)?.version {
          altered.append(.take(key, version: version))
        }
      default: altered.append(change)
      }
    }
    try await base.write(altered)
  }

  func record(_ key: Record.Key) async -> Record? { await base.record(key) }

  func records(of kind: Record.Kind, after name: String?, limit: Int) async -> [Record] {
    await base.records(of: kind, after: name, limit: limit)
  }

  func expireRecords(before moment: Timestamp) async -> Int {
    let later = Timestamp(milliseconds: moment.milliseconds &+ 1)
    return await base.expireRecords(before: fault == .expiresEarly ? later : moment)
  }

  // MARK: Reading by key

  func accounts(_ ids: [Account.ID]) async -> [Account] {
    let found = await base.accounts(fault == .readsOneKeyOnly ? Array(ids.prefix(1)) : ids)
    return fault == .repeatsRows ? found + found : found
  }

  func links(_ keys: [Identity.Key]) async -> [Link] { await base.links(keys) }

  func linkedAccounts(_ keys: [Identity.Key]) async -> [LinkedAccount] {
    await base.linkedAccounts(keys)
  }

  func links(of accounts: [Account.ID]) async -> [Link] { await base.links(of: accounts) }

  func links(matching sisKeys: [SISKey]) async -> [Link] {
    guard fault == .confusesRoles else { return await base.links(matching: sisKeys) }
    return await base.links(
      matching: sisKeys.flatMap { key in
        Role.allCases.map { SISKey(district: key.district, role: $0, sisID: key.sisID) }
      })
  }

  func sections(_ keys: [Section.Key]) async -> [Section] { await base.sections(keys) }

  func assertions(in sections: [Section.Key]) async -> [Enrollment.Assertion] {
    await base.assertions(in: sections).filter {
      fault != .missesEndedAssertions || $0.state.status == .active
    }
  }

  func assertions(by keys: [Identity.Key]) async -> [Enrollment.Assertion] {
    await base.assertions(by: keys)
  }
}

extension SabotagedStore {
  // MARK: Searching and listing

  func accounts(holding email: EmailAddress) async -> [Account] {
    let found = await base.accounts(holding: email)
    switch fault {
    case .mindsCase: return found.filter { $0.profile.email == email.rawValue }
    case .foldsAllLetters:
      let all = await base.accounts(after: nil, limit: .max)
      return all.filter { $0.profile.email?.lowercased() == email.rawValue.lowercased() }
    default: return found
    }
  }

  func accounts(matching text: String, limit: Int) async -> [Account] {
    guard fault == .searchesInside else { return await base.accounts(matching: text, limit: limit) }
    let all = await base.accounts(after: nil, limit: .max)
    return Array(all.filter { "\($0.profile.debugDescription)".contains(text) }.prefix(limit))
  }

  func accounts(after id: Account.ID?, limit: Int) async -> [Account] {
    let limit = fault == .ignoresLimits ? .max : limit
    switch fault {
    case .listsBackwards: return await base.accounts(after: id, limit: limit).reversed()
    case .includesTheLastKey:
      guard let id else { return await base.accounts(after: nil, limit: limit) }
      return Array(
        (await base.accounts([id]) + base.accounts(after: id, limit: limit)).prefix(limit))
    default: return await base.accounts(after: id, limit: limit)
    }
  }

  func links(after key: Identity.Key?, limit: Int) async -> [Link] {
    await base.links(after: key, limit: limit)
  }

  func sections(of provider: ProviderName?, after key: Section.Key?, limit: Int) async -> [Section]
  {
    await base.sections(of: provider, after: key, limit: limit)
  }

  func counts() async -> StoreCounts {
    var counts = await base.counts()
    if fault == .countsAssertions {
      let sections = await base.sections(of: nil, after: nil, limit: .max).map(\.key)
      let assertions = await base.assertions(in: sections)
      counts.enrollments = Dictionary(grouping: assertions, by: \.state.status).mapValues(\.count)
    }
    return counts
  }

  // MARK: The journal

  func entry(_ reference: JournalEntry.Reference) async -> JournalEntry? {
    guard let entry = await base.entry(reference) else { return nil }
    guard fault == .showsUndoneUndos else { return entry }
    let all = await base.entries(.all, before: nil, limit: .max)
    return JournalEntry(
      header: entry.header, revision: entry.revision, changes: entry.changes,
      revertedBy: all.first { $0.header.reverts == entry.id }?.id)
  }

  func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async -> [JournalEntry] {
    let filter = fault == .ignoresFilters ? .all : filter
    let found = await base.entries(filter, before: revision, limit: limit)
    return fault == .listsOldestFirst ? found.reversed() : found
  }

  func changes(of id: JournalEntry.ID) async -> [JournaledChange] {
    await base.changes(of: id).map { change in
      switch (change.edit, fault) {
      case (.removed, .forgetsWhatWasRemoved):
        JournaledChange(row: change.row, edit: .removed([:]))
      case (.removed(let columns), .forgetsEmptiedEdits):
        JournaledChange(row: change.row, edit: .removed(columns.filter { !$0.value.isEmpty }))
      case (.removed(let columns), .normalizesJournal):
        JournaledChange(
          row: change.row,
          edit: .removed(columns.mapValues { $0.map(\.precomposedStringWithCanonicalMapping) }))
      default: change
      }
    }
  }
}
