/// One committed change set: the header of it. What it changed is read apart.
public struct JournalEntry: Hashable, Sendable, Identifiable {
  /// An entry's name, chosen when it was planned.
  public typealias ID = Identifier<JournalEntry>

  /// What the change set said of itself.
  public let header: ChangeSet.Header
  /// The entry's place in its store.
  public let revision: Revision
  /// How many rows it changed.
  public let changes: Int
  /// The entry that took this one back, if one did and was not taken back itself.
  public let revertedBy: ID?

  /// Creates an entry; stores do.
  public init(header: ChangeSet.Header, revision: Revision, changes: Int, revertedBy: ID?) {
    self.header = header
    self.revision = revision
    self.changes = changes
    self.revertedBy = revertedBy
  }

  /// The entry's name.
  public var id: ID { header.id }

  /// How an entry is named.
  public enum Reference: Hashable, Sendable {
    /// By its name.
    case id(ID)
    /// By its place in this store.
    case revision(Revision)
  }
}

/// Which entries to list.
public enum JournalFilter: Hashable, Sendable {
  /// All.
  case all
  /// Those that changed the account or one of its links.
  case account(Account.ID)
  /// Those of one run.
  case run(Run.ID)
}

/// What one entry did to one row, as far as undoing it needs: a created row by its key alone, an
/// updated one by its changed columns, a removed one whole.
public struct JournaledChange: Hashable, Sendable {
  /// Which row.
  public let row: Row
  /// What happened to it.
  public let edit: Edit
  /// The entry that had written the row before, by its place in the store; `nil` for a new row.
  public let previous: Revision?

  /// Creates a journaled change.
  public init(row: Row, edit: Edit, previous: Revision? = nil) {
    self.row = row
    self.edit = edit
    self.previous = previous
  }

  /// A row of one of the four kinds.
  public enum Row: Hashable, Sendable {
    /// An account.
    case account(Account.ID)
    /// A section.
    case section(Section.Key)
    /// A link.
    case link(Identity.Key)
    /// An enrollment assertion.
    case enrollment(EnrollmentKey)
  }

  /// What happened to a row. Columns are in the form of ``ColumnedState``.
  public enum Edit: Hashable, Sendable {
    /// It was created.
    case created
    /// Columns went from one value to another.
    case updated([String: ColumnChange])
    /// It was removed; this is what it held.
    case removed(Columns)
  }
}

/// A row's columns, each a list of texts; a blank column is left out.
public typealias Columns = [String: [String]]

/// A column's value before and after; empty is blank.
public struct ColumnChange: Hashable, Sendable {
  /// What stood before.
  public let before: [String]?
  /// What stands after.
  public let after: [String]?

  /// Creates a change.
  public init(before: [String]?, after: [String]?) {
    self.before = before
    self.after = after
  }
}

/// A stored state as columns: the one form that the journal, undo and the canonical dump use.
public protocol ColumnedState: Hashable, Sendable {
  /// Reads a state, or returns `nil` if the columns hold none.
  init?(columns: Columns)
  /// The state's columns. `init(columns:)` gives the state back.
  var columns: Columns { get }
}

extension ColumnedState {
  /// The columns in which `self` and `after` differ.
  func differences(to after: Self) -> [String: ColumnChange] {
    let (old, new) = (columns, after.columns)
    var differences: [String: ColumnChange] = [:]
    for column in Set(old.keys).union(new.keys) where old[column] != new[column] {
      differences[column] = ColumnChange(before: old[column], after: new[column])
    }
    return differences
  }
}

extension ChangeSet {
  /// What the journal keeps of the change set, in the order of application: accounts, sections,
  /// links, enrollments.
  public var journaled: [JournaledChange] {
    accounts.map { $0.journaled(as: .account($0.key)) }
      + sections.map { $0.journaled(as: .section($0.key)) }
      + links.map { $0.journaled(as: .link($0.key)) }
      + enrollments.map { $0.journaled(as: .enrollment($0.key)) }
  }

  /// The accounts that the change set touches: their own rows, and those that its links belong to.
  public var touchedAccounts: Set<Account.ID> {
    var touched = Set(accounts.map(\.key))
    for link in links {
      if let before = link.before { touched.insert(before.account) }
      if let after = link.after { touched.insert(after.account) }
    }
    return touched
  }
}

extension RowChange where State: ColumnedState {
  fileprivate func journaled(as row: JournaledChange.Row) -> JournaledChange {
    JournaledChange(row: row, edit: journaledEdit, previous: revision)
  }

  /// What the journal keeps of the change.
  public var journaledEdit: JournaledChange.Edit {
    guard let before else { return .created }
    guard let after else { return .removed(before.columns) }
    return .updated(before.differences(to: after))
  }
}
