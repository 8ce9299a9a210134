import Foundation
import Provisioning
import ProvisioningTesting
import Synchronization

/// A store that breaks one promise: a contract that cannot fail proves nothing.
final class SabotagedStore: StoreWrapper {
  let memory = InMemoryStore()
  let fault: Fault
  private let remembered = Mutex<[Account.ID: Account]>([:])

  init(_ fault: Fault) { self.fault = fault }

  var base: any AccountStore { memory }

  // MARK: Writing

  func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    var changes = changes
    switch fault {
    case .ignoresExpectations: changes.expectations = []
    case .losesAnExpectation: changes.expectations = changes.expectations.dropLast()
    case .ignoresRevisions: changes.accounts = await overwriting(changes.accounts)
    case .linksTwice: changes.links = await relinking(changes.links)
    case .dropsRecords: changes.records = []
    case .refusesRepetition, .journalsTwice:
      if await memory.entry(.id(changes.header.id)) != nil { return try await again(changes) }
    case .commitsInHalves:
      do { return try await memory.commit(changes) } catch {
        var half = ChangeSet(header: changes.header)
        half.accounts = changes.accounts.filter { $0.before == nil }
        if !half.isEmpty { _ = try? await memory.commit(half) }
        throw error
      }
    default: break
    }
    return try await memory.commit(changes)
  }

  private func again(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry {
    guard fault == .journalsTwice else {
      throw ProvisioningError(.conflict, "The entry is there already.")
    }
    let header = changes.header
    guard let id = JournalEntry.ID("\(header.id)-again") else { throw .conflict("a name") }
    var copy = ChangeSet(
      header: JournalEntry.Header(
        id: id, at: header.at, actor: header.actor, action: header.action, run: header.run))
    copy.sections = changes.sections
    return try await memory.commit(copy)
  }

  private func overwriting(
    _ changes: [RowChange<Account.ID, Account.State>]
  ) async -> [RowChange<Account.ID, Account.State>] {
    let present = await memory.accounts(changes.map(\.key))
    return changes.map { change in
      RowChange(
        key: change.key, before: change.before, after: change.after,
        revision: present.first { $0.id == change.key }?.revision)
    }
  }

  private func relinking(
    _ changes: [RowChange<Identity.Key, Link.State>]
  ) async -> [RowChange<Identity.Key, Link.State>] {
    let present = await memory.links(changes.map(\.key))
    return changes.map { change in
      let old = present.first { $0.key == change.key }
      guard change.before == nil, let old else { return change }
      return RowChange(
        key: change.key, before: old.state, after: change.after, revision: old.revision)
    }
  }

  func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    var altered: [RecordChange] = []
    for change in changes {
      switch (change, fault) {
      case (.put(let key, let value, let expires, _), .overwritesRecords):
        let present = await memory.record(key)?.version ?? 0
        altered.append(.put(key, value: value, expires: expires, replacing: present))
      case (.take(let key, _), .takesTwice):
        if let version = await memory.record(key)?.version {
          altered.append(.take(key, version: version))
        }
      default: altered.append(change)
      }
    }
    try await memory.write(altered)
  }

  func records(of kind: Record.Kind, after name: String?, limit: Int) async -> [Record] {
    let found = await memory.records(of: kind, after: name, limit: limit)
    return fault == .repeatsRecords ? found + found.prefix(1) : found
  }

  func expireRecords(before moment: Timestamp) async -> Int {
    let later = Timestamp(milliseconds: moment.milliseconds &+ 1)
    return await memory.expireRecords(before: fault == .expiresEarly ? later : moment)
  }

  // MARK: Reading by key

  func accounts(_ ids: [Account.ID]) async -> [Account] {
    let found = await memory.accounts(fault == .readsOneKeyOnly ? Array(ids.prefix(1)) : ids)
    switch fault {
    case .repeatsRows: return found + found
    case .readsStale:
      return found.map { account in
        remembered.withLock { known in
          let first = known[account.id] ?? account
          known[account.id] = first
          return first
        }
      }
    default: return found
    }
  }

  func links(matching sisKeys: [SISKey]) async -> [Link] {
    guard fault == .confusesRoles else { return await memory.links(matching: sisKeys) }
    return await memory.links(
      matching: sisKeys.flatMap { key in
        Role.allCases.map { SISKey(district: key.district, role: $0, sisID: key.sisID) }
      })
  }

  func assertions(in sections: [Section.Key]) async -> [Enrollment.Assertion] {
    await memory.assertions(in: sections).filter {
      fault != .missesEndedAssertions || $0.state.status == .active
    }
  }
}

extension SabotagedStore {
  // MARK: Searching and listing

  func accounts(holding email: EmailAddress) async -> [Account] {
    let found = await memory.accounts(holding: email)
    switch fault {
    case .mindsCase: return found.filter { $0.profile.email == email.rawValue }
    case .foldsAllLetters:
      let all = await memory.accounts(after: nil, limit: .max)
      return all.filter { $0.profile.email?.lowercased() == email.rawValue.lowercased() }
    default: return found
    }
  }

  func accounts(matching text: String, limit: Int) async -> [Account] {
    guard fault == .searchesInside else {
      return await memory.accounts(matching: text, limit: limit)
    }
    let all = await memory.accounts(after: nil, limit: .max)
    return Array(all.filter { "\($0.profile.debugDescription)".contains(text) }.prefix(limit))
  }

  func accounts(after id: Account.ID?, limit: Int) async -> [Account] {
    let limit = fault == .ignoresLimits ? .max : limit
    switch fault {
    case .listsBackwards: return await memory.accounts(after: id, limit: limit).reversed()
    case .includesTheLastKey:
      guard let id else { return await memory.accounts(after: nil, limit: limit) }
      return Array(
        (await memory.accounts([id]) + memory.accounts(after: id, limit: limit)).prefix(limit))
    default: return await memory.accounts(after: id, limit: limit)
    }
  }

  func counts() async -> StoreCounts {
    var counts = await memory.counts()
    if fault == .countsAssertions {
      let sections = await memory.sections(of: nil, after: nil, limit: .max).map(\.key)
      let assertions = await memory.assertions(in: sections)
      counts.enrollments = Dictionary(grouping: assertions, by: \.state.status).mapValues(\.count)
    }
    return counts
  }

  // MARK: The journal

  func entry(_ reference: JournalEntry.Reference) async -> JournalEntry? {
    guard let entry = await memory.entry(reference), fault != .forgetsTheJournal else { return nil }
    guard fault == .showsUndoneUndos else { return entry }
    let all = await memory.entries(.all, before: nil, limit: .max)
    return JournalEntry(
      header: entry.header, revision: entry.revision, changes: entry.changes,
      revertedBy: all.first { $0.header.reverts == entry.id }?.id)
  }

  func entries(
    _ filter: JournalFilter, before revision: Revision?, limit: Int
  ) async -> [JournalEntry] {
    if fault == .forgetsTheJournal { return [] }
    let filter = fault == .ignoresFilters ? .all : filter
    let found = await memory.entries(filter, before: revision, limit: limit)
    return fault == .listsOldestFirst ? found.reversed() : found
  }

  func changes(of id: JournalEntry.ID) async -> [JournaledChange] {
    await memory.changes(of: id).compactMap { change in
      switch (change.edit, fault) {
      case (_, .forgetsTheJournal): nil
      case (.removed, .forgetsWhatWasRemoved):
        JournaledChange(row: change.row, edit: .removed([:]), previous: change.previous)
      case (.removed(let columns), .forgetsEmptiedEdits):
        JournaledChange(
          row: change.row, edit: .removed(columns.filter { !$0.value.isEmpty }),
          previous: change.previous)
      case (.removed(let columns), .normalizesJournal):
        JournaledChange(
          row: change.row,
          edit: .removed(columns.mapValues { $0.map(\.precomposedStringWithCanonicalMapping) }),
          previous: change.previous)
      case (_, .forgetsWriters): JournaledChange(row: change.row, edit: change.edit)
      default: change
      }
    }
  }
}
