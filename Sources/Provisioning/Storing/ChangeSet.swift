/// A plan: a list of row changes, each with what stood before and what stands after, and the
/// expectations that it stands on.
///
/// A change set is a value. Print it (a dry run), keep it, or commit it.
public struct ChangeSet: Hashable, Sendable {
  /// What the journal will say of it.
  public var header: Header
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
  public init(header: Header) { self.header = header }

  /// How many rows change.
  public var count: Int { accounts.count + sections.count + links.count + enrollments.count }
  /// Whether no row changes.
  public var isEmpty: Bool { count == 0 }

  /// What the journal says of a change set.
  public struct Header: Hashable, Sendable {
    /// The entry's name, chosen by the planner: a commit whose answer got lost is looked up by it.
    public let id: JournalEntry.ID
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
    public let reverts: JournalEntry.ID?

    /// Creates a header.
    public init(
      id: JournalEntry.ID, at: Timestamp, actor: String, action: Action, reason: String? = nil,
      run: Run.ID? = nil, reverts: JournalEntry.ID? = nil
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
  /// Fields set or released by the app or a person.
  public static let edit = Action(rawValue: "edit")
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

/// Which assertion: who is said to be in which section.
public struct EnrollmentKey: Hashable, Comparable, Sendable {
  /// The section.
  public let section: Section.Key
  /// The identity.
  public let key: Identity.Key

  /// Creates a key.
  public init(_ section: Section.Key, _ key: Identity.Key) {
    self.section = section
    self.key = key
  }

  /// Orders by section, then by identity.
  public static func < (left: Self, right: Self) -> Bool {
    (left.section, left.key) < (right.section, right.key)
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
