/// A plan: a list of row changes, each with what stood before and what stands after, and the
/// expectations that it stands on.
///
/// A change set is a value. Print it (a dry run), keep it, or commit it.
public struct ChangeSet: Hashable, Sendable {
  /// What the journal will say of it.
  public var header: JournalEntry.Header
  /// Accounts created, updated and removed; each at most once.
  public var accounts: [RowChange<Account.ID, Account.State>] = []
  /// Sections; each at most once.
  public var sections: [RowChange<Section.Key, Section.State>] = []
  /// Links; each at most once.
  public var links: [RowChange<Identity.Key, Link.State>] = []
  /// Enrollment assertions; each at most once.
  public var enrollments: [RowChange<EnrollmentKey, Enrollment.State>] = []
  /// Record changes of the same commit. Not journaled.
  public var records: [RecordChange] = []
  /// Reads that decided the plan, with their answers, beside the rows that it changes.
  public var expectations: [Expectation] = []

  /// Creates a change set that changes nothing.
  public init(header: JournalEntry.Header) { self.header = header }

  /// How many rows change.
  public var count: Int { accounts.count + sections.count + links.count + enrollments.count }
  /// Whether no row changes.
  public var isEmpty: Bool { count == 0 }
}

/// One row's change. `before` is `nil` for a new row, `after` for one that goes.
public struct RowChange<Key: Hashable & Sendable, State: Hashable & Sendable>: Hashable, Sendable {
  /// Which row.
  public let key: Key
  /// What stood before.
  public let before: State?
  /// What stands after.
  public let after: State?
  /// The row's revision before, checked at commit; `nil` for a new row.
  public let revision: Revision?

  /// Creates a change.
  public init(key: Key, before: State?, after: State?, revision: Revision?) {
    self.key = key
    self.before = before
    self.after = after
    self.revision = revision
  }
}

/// A read that decided a plan, with its answer. `nil` stands for "nothing there".
public enum Expectation: Hashable, Sendable {
  /// The account is as it was read.
  case account(Account.ID, Revision?)
  /// The link is as it was read.
  case link(Identity.Key, Revision?)
  /// The section is as it was read.
  case section(Section.Key, Revision?)
  /// The account has these links, sorted, and no others.
  case links(of: Account.ID, [Identity.Key])
  /// The SIS key finds these links, sorted, and no others.
  case linksMatching(SISKey, [Identity.Key])
  /// These keys, sorted, and no others are active teachers of the section.
  case teachers(of: Section.Key, [Identity.Key])
}
