/// An account in a section.
///
/// What is stored is who says so: one ``Assertion`` for each section and identity key. An
/// enrollment is the view of these through the links, so a merge or its undo only moves links, and
/// a class that two of a person's identities share is one enrollment by construction.
public struct Enrollment: Hashable, Sendable {
  /// The section.
  public let section: Section.Key
  /// The account.
  public let account: Account.ID
  /// The role in the section: the strongest that an active assertion gives.
  public let role: EnrollmentRole
  /// Active while any of the assertions is.
  public let status: Status
  /// The identity keys that assert it, sorted.
  public let assertedBy: [Identity.Key]

  /// Whether a person is in a section now, or was.
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case active
    case ended
  }

  /// One provider's word that one of its identities is in one of its sections.
  public struct Assertion: Hashable, Sendable {
    /// The section.
    public let section: Section.Key
    /// The identity.
    public let key: Identity.Key
    /// What is stored of it.
    public var state: State
    /// The journal entry that last wrote it.
    public let revision: Revision

    /// Creates an assertion; stores do.
    public init(section: Section.Key, key: Identity.Key, state: State, revision: Revision) {
      self.section = section
      self.key = key
      self.state = state
      self.revision = revision
    }
  }

  /// What is stored of an assertion.
  public struct State: Hashable, Sendable {
    /// The role in the section.
    public var role: EnrollmentRole
    /// Whether it is still asserted. Ended ones are kept.
    public var status: Status

    /// Creates a state.
    public init(role: EnrollmentRole, status: Status = .active) {
      self.role = role
      self.status = status
    }
  }

  /// Folds assertions into enrollments, one for each section and account, sorted by section and
  /// account. Assertions whose key is not in `accounts` are left out. Complexity: O(n log n).
  public static func folding(
    _ assertions: some Sequence<Assertion>, accounts: [Identity.Key: Account.ID]
  ) -> [Enrollment] {
    var places: [Place: [Assertion]] = [:]
    for assertion in assertions {
      guard let account = accounts[assertion.key] else { continue }
      places[Place(section: assertion.section, account: account), default: []].append(assertion)
    }
    return places.map { Enrollment(section: $0.section, account: $0.account, folding: $1) }
      .sorted { ($0.section, $0.account) < ($1.section, $1.account) }
  }

  private struct Place: Hashable {
    let section: Section.Key
    let account: Account.ID
  }

  private init(section: Section.Key, account: Account.ID, folding assertions: [Assertion]) {
    let active = assertions.filter { $0.state.status == .active }
    self.section = section
    self.account = account
    role = (active.isEmpty ? assertions : active).map(\.state.role).max() ?? .student
    status = active.isEmpty ? .ended : .active
    assertedBy = assertions.map(\.key).sorted()
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

extension Sequence<Enrollment.Assertion> {
  /// The keys of those who teach now, sorted.
  public var activeTeachers: [Identity.Key] {
    filter { $0.state.status == .active && $0.state.role.teaches }.map(\.key).sorted()
  }
}

/// What a person is in a section, from the weakest to the strongest.
public enum EnrollmentRole: String, CaseIterable, Hashable, Comparable, Sendable {
  case student
  case coTeacher = "co_teacher"
  case primaryTeacher = "primary_teacher"

  /// Whether the person teaches the section.
  public var teaches: Bool { self != .student }

  /// Orders from the weakest to the strongest.
  public static func < (left: Self, right: Self) -> Bool { left.strength < right.strength }

  private var strength: Int {
    switch self {
    case .student: 0
    case .coTeacher: 1
    case .primaryTeacher: 2
    }
  }
}
