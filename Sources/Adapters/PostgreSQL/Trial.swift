#if PostgreSQL
import Provisioning

/// A change set with what its entry is made of beside the header, worked out before the write.
struct Draft: Sendable {
  let changes: ChangeSet
  let body: [UInt8]
  let touched: Set<Account.ID>

  init(_ changes: ChangeSet) {
    self.changes = changes
    body = JournalText.encode(changes)
    touched = changes.touchedAccounts
  }
}

/// What a batch of writes stands on, read under the lock: each write is tried on it, and those that
/// pass are laid over it for the ones that follow.
struct Trial {
  private var tables = Tables()
  private(set) var records: [Record.Key: Record] = [:]
  /// Entries that are in the journal already.
  private(set) var known: Set<JournalEntry.ID> = []
  private(set) var lock = StoreLock()
  var revision: Revision { lock.revision }

  /// Reads that are sent together, each with where its answer goes.
  struct Reading {
    fileprivate(set) var requests: [Request] = []
    private var takers: [Taker] = []

    /// Reads an answer, and says what it adds to a trial.
    private struct Taker {
      let addition: (Rows) throws(ProvisioningError) -> ((inout Trial) -> Void)
    }

    fileprivate mutating func ask<Value>(
      _ read: Read<Value>, _ take: @escaping (Value, inout Trial) -> Void
    ) {
      requests.append(read.request)
      let taker = Taker(addition: { rows throws(ProvisioningError) in
        let answer = try read.answer(rows)
        return { trial in take(answer, &trial) }
      })
      takers.append(taker)
    }

    func trial(of answers: some Sequence<Rows>) throws(ProvisioningError) -> Trial {
      var trial = Trial()
      for (rows, taker) in zip(answers, takers) { try taker.addition(rows)(&trial) }
      return trial
    }
  }

  /// What is to be read for `drafts` and `records`.
  static func reading(for drafts: [Draft], _ records: [RecordChange]) -> Reading {
    var reading = Reading()
    reading.ask(.lock) { $1.lock = $0 }
    let needs = Needs(drafts.map(\.changes), records)
    if !drafts.isEmpty { reading.ask(.known(drafts.map(\.changes.header.id))) { $1.known = $0 } }
    if !needs.accounts.isEmpty {
      reading.ask(.accounts(needs.accounts)) { $1.tables.insert(accounts: $0) }
    }
    if !needs.followers.isEmpty {
      reading.ask(.primaryLinks(of: needs.followers)) { $1.tables.insert(links: $0) }
    }
    if !needs.owners.isEmpty {
      reading.ask(.links(of: needs.owners)) { $1.tables.insert(links: $0) }
    }
    if !needs.links.isEmpty { reading.ask(.links(needs.links)) { $1.tables.insert(links: $0) } }
    if !needs.sisKeys.isEmpty {
      reading.ask(.links(matching: needs.sisKeys)) { $1.tables.insert(links: $0) }
    }
    if !needs.sections.isEmpty {
      reading.ask(.sections(needs.sections)) { $1.tables.insert(sections: $0) }
    }
    if !needs.enrollments.isEmpty {
      reading.ask(.assertions(Array(needs.enrollments))) { $1.tables.insert(assertions: $0) }
    }
    if !needs.rosters.isEmpty {
      reading.ask(.assertions(in: needs.rosters)) { $1.tables.insert(assertions: $0) }
    }
    if !needs.removedLinks.isEmpty {
      reading.ask(.assertions(by: needs.removedLinks)) { $1.tables.insert(assertions: $0) }
      reading.ask(.accounts(following: needs.removedLinks)) { $1.tables.insert(accounts: $0) }
    }
    if !needs.records.isEmpty {
      reading.ask(.records(needs.records)) { found, trial in
        for record in found { trial.records[record.key] = record }
      }
    }
    return reading
  }

  /// Applies `draft` to what was read, as ``AccountStore/commit(_:)`` promises, or throws `conflict`
  /// and leaves it as it was.
  mutating func apply(_ draft: Draft) throws(ProvisioningError) -> JournalEntry {
    let changes = draft.changes
    let next = Revision(revision.number + 1)
    var tried = self
    try tried.apply(changes.records)
    try tried.tables.apply(changes, at: next)
    tried.lock.revision = next
    tried.known.insert(changes.header.id)
    self = tried
    return JournalEntry(
      header: changes.header, revision: next, changes: changes.count, revertedBy: nil)
  }

  /// Applies all of `changes` or none.
  mutating func apply(_ changes: [RecordChange]) throws(ProvisioningError) {
    var tried = records
    for change in changes {
      switch change {
      case .put(let key, let value, let expires, let version):
        guard tried[key]?.version ?? 0 == version else { throw .conflict("a record") }
        tried[key] = Record(key: key, value: value, expires: expires, version: version + 1)
      case .take(let key, let version):
        guard tried[key]?.version == version else { throw .conflict("a record") }
        tried[key] = nil
      }
    }
    records = tried
  }
}

/// The rows that change sets name, write or expect.
private struct Needs {
  var accounts: Set<Account.ID> = []
  /// Accounts whose primary link must stay.
  var followers: Set<Account.ID> = []
  /// Accounts all of whose links count.
  var owners: Set<Account.ID> = []
  var links: Set<Identity.Key> = []
  var removedLinks: Set<Identity.Key> = []
  var sisKeys: Set<SISKey> = []
  var sections: Set<Section.Key> = []
  /// Sections all of whose enrollments count.
  var rosters: Set<Section.Key> = []
  var enrollments: Set<EnrollmentKey> = []
  var records: Set<Record.Key> = []

  init(_ all: [ChangeSet], _ recordChanges: [RecordChange]) {
    for changes in all {
      for change in changes.accounts { add(change) }
      for change in changes.links { add(change) }
      for change in changes.sections {
        sections.insert(change.key)
        if change.after == nil { rosters.insert(change.key) }
      }
      for change in changes.enrollments {
        enrollments.insert(change.key)
        sections.insert(change.key.section)
        links.insert(change.key.key)
      }
      for expectation in changes.expectations { add(expectation) }
      for change in changes.records { records.insert(change.key) }
    }
    for change in recordChanges { records.insert(change.key) }
  }

  private mutating func add(_ change: RowChange<Account.ID, Account.State>) {
    accounts.insert(change.key)
    if change.before != nil { followers.insert(change.key) }
    if change.after == nil { owners.insert(change.key) }
    if let primary = change.after?.primary { links.insert(primary) }
  }

  private mutating func add(_ change: RowChange<Identity.Key, Link.State>) {
    links.insert(change.key)
    if let before = change.before {
      accounts.insert(before.account)
      followers.insert(before.account)
    }
    if let after = change.after {
      accounts.insert(after.account)
    } else {
      removedLinks.insert(change.key)
    }
  }

  private mutating func add(_ expectation: Expectation) {
    switch expectation {
    case .account(let id, _): accounts.insert(id)
    case .link(let key, _): links.insert(key)
    case .section(let key, _): sections.insert(key)
    case .links(let id, _): owners.insert(id)
    case .linksMatching(let key, _): sisKeys.insert(key)
    case .teachers(let key, _): rosters.insert(key)
    }
  }
}

extension RecordChange {
  var key: Record.Key {
    switch self {
    case .put(let key, _, _, _), .take(let key, _): key
    }
  }
}
#endif
