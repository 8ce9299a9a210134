/// One committed change set: the header of it. What it changed is read apart.
public struct JournalEntry: Hashable, Sendable, Identifiable {
  /// An entry's name, chosen when it was planned.
  public typealias ID = Identifier<JournalEntry>

  /// What the change set said of itself.
  public let header: JournalEntry.Header
  /// The entry's place in its store.
  public let revision: Revision
  /// How many rows it changed.
  public let changes: Int
  /// The entry that took this one back, if one did and was not taken back itself.
  public let revertedBy: ID?

  /// Creates an entry; stores do.
  public init(header: JournalEntry.Header, revision: Revision, changes: Int, revertedBy: ID?) {
    self.header = header
    self.revision = revision
    self.changes = changes
    self.revertedBy = revertedBy
  }

  /// The entry's name.
  public var id: ID { header.id }

  /// What the journal says of a change set.
  public struct Header: Hashable, Sendable {
    /// The entry's name, chosen by the planner: a commit whose answer got lost is looked up by it.
    public let id: ID
    /// When it was planned.
    public let at: Timestamp
    /// Who did it.
    public let actor: String
    /// What was done.
    public let action: Action
    /// Why, in the words of who did it.
    public let reason: String?
    /// The run that it belongs to.
    public let run: Run.ID?
    /// The entry that it takes back.
    public let reverts: ID?

    /// Creates a header.
    public init(
      id: ID, at: Timestamp, actor: String, action: Action, reason: String? = nil,
      run: Run.ID? = nil, reverts: ID? = nil
    ) {
      self.id = id
      self.at = at
      self.actor = actor
      self.action = action
      self.reason = reason
      self.run = run
      self.reverts = reverts
    }
  }

  /// How an entry is named.
  public enum Reference: Hashable, Sendable {
    /// By its name.
    case id(ID)
    /// By its place in this store.
    case revision(Revision)
  }
}

/// What a change set does, in one word.
public struct Action: RawRepresentable, Hashable, Sendable {
  /// The word, of `[a-z_]`.
  public let rawValue: String
  /// Creates an action by its word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A roster import or sync.
  public static let `import` = Action(rawValue: "import")
  /// A sign-in that created, claimed, linked or updated something.
  public static let signIn = Action(rawValue: "sign_in")
  /// A key linked by a person.
  public static let link = Action(rawValue: "link")
  /// A key's link removed.
  public static let unlink = Action(rawValue: "unlink")
  /// Two accounts merged.
  public static let merge = Action(rawValue: "merge")
  /// An entry taken back.
  public static let undo = Action(rawValue: "undo")
  /// A key's link moved to another account.
  public static let move = Action(rawValue: "move")
  /// An account made by hand.
  public static let create = Action(rawValue: "create")
  /// An account closed to everybody.
  public static let disable = Action(rawValue: "disable")
  /// A disabled account opened again.
  public static let enable = Action(rawValue: "enable")
  /// Something that was held, approved by an administrator.
  public static let approve = Action(rawValue: "approve")
  /// Fields set or released by the app or a person.
  public static let edit = Action(rawValue: "edit")
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
