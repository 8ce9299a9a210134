/// The app's record of a person.
public struct Account: Hashable, Sendable, Identifiable {
  /// An account's name: opaque, and the app may choose it.
  public typealias ID = Identifier<Account>

  /// The account's name.
  public let id: ID
  /// What is stored of the account itself.
  public var state: State
  /// What the primary link's provider asserts; blank without a link. Stores read it along.
  public let asserted: Profile
  /// The journal entry that last wrote the account.
  public let revision: Revision

  /// Creates an account; stores do.
  public init(id: ID, state: State, asserted: Profile, revision: Revision) {
    self.id = id
    self.state = state
    self.asserted = asserted
    self.revision = revision
  }

  /// Whether it may be used, and by whom.
  public var status: Status { state.status }
  /// The person: what the primary link asserts, under the edits of the app or a person.
  public var profile: Profile { state.local.applied(to: asserted) }
  /// The account that this one was merged into.
  public var mergedInto: ID? {
    if case .merged(let target) = state.status { target } else { nil }
  }

  /// Where an account stands in its life.
  public enum Status: Hashable, Sendable {
    /// Made by a roster import or by hand; nobody has signed in yet.
    case unclaimed
    /// In use.
    case active
    /// Kept, but nobody may come in.
    case disabled
    /// A former account of the person that now has `into`.
    case merged(into: ID)
    /// Emptied of all personal data.
    case erased

    /// Whether links may point here.
    public var isLive: Bool {
      switch self {
      case .unclaimed, .active, .disabled: true
      case .merged, .erased: false
      }
    }

    /// The word for it: `unclaimed`, `active`, `disabled`, `merged` or `erased`.
    public var name: String {
      switch self {
      case .unclaimed: "unclaimed"
      case .active: "active"
      case .disabled: "disabled"
      case .merged: "merged"
      case .erased: "erased"
      }
    }
  }

  /// What is stored of an account itself; what providers say of the person is stored with its
  /// links.
  public struct State: Hashable, Sendable {
    /// Where it stands in its life.
    public var status: Status
    /// The link that the account's fields follow; `nil` without a link.
    public var primary: Identity.Key?
    /// Fields that the app or a person set.
    public var local: LocalEdits<Profile>

    /// Creates a state.
    public init(
      status: Status, primary: Identity.Key? = nil, local: LocalEdits<Profile> = LocalEdits()
    ) {
      self.status = status
      self.primary = primary
      self.local = local
    }
  }
}

/// The place of a journal entry in its store's order; rows carry that of the entry that last wrote
/// them. Meaningful within one store only.
public struct Revision: Hashable, Comparable, Sendable {
  /// The place, from 1.
  public let number: Int64
  /// Creates a revision; stores do.
  public init(_ number: Int64) { self.number = number }
  /// Orders by time of commit.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
