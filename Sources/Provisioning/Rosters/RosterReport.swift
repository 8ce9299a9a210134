/// What an import did, or would do.
public struct RosterReport: Hashable, Sendable, Codable {
  /// Accounts, by what happened to them.
  public struct Accounts: Hashable, Sendable, Codable {
    /// New accounts.
    public var created = 0
    /// Accounts whose person changed, or got a further key.
    public var updated = 0
    /// Accounts of listed people that stay as they are.
    public var unchanged = 0
  }

  /// Sections, by what happened to them.
  public struct Sections: Hashable, Sendable, Codable {
    /// New sections.
    public var created = 0
    /// Sections whose details changed.
    public var updated = 0
    /// Listed sections whose details stay as they are.
    public var unchanged = 0
    /// Sections that are no longer listed.
    public var archived = 0
    /// Sections that are listed again.
    public var restored = 0
  }

  /// Enrollments, students' and teachers' alike, by what happened to them.
  public struct Enrollments: Hashable, Sendable, Codable {
    /// New enrollments.
    public var started = 0
    /// Enrollments that are no longer listed.
    public var ended = 0
    /// Enrollments with another role.
    public var changed = 0
    /// Enrollments that stay as they are.
    public var unchanged = 0
    /// Enrollments that are listed again.
    public var restored = 0
  }

  /// How many entries the journal got.
  public var entries = 0
  /// Accounts, by what happened to them.
  public var accounts = Accounts()
  /// Sections, by what happened to them.
  public var sections = Sections()
  /// Enrollments, by what happened to them.
  public var enrollments = Enrollments()

  /// Creates a report of nothing.
  public init() {}

  /// Whether the import changes nothing.
  public var changesNothing: Bool {
    accounts.created + accounts.updated == 0
      && sections.created + sections.updated + sections.archived + sections.restored == 0
      && enrollments.started + enrollments.ended + enrollments.changed + enrollments.restored == 0
  }

  /// Adds what another part of the import did.
  mutating func add(_ part: RosterReport) {
    entries += part.entries
    accounts.created += part.accounts.created
    accounts.updated += part.accounts.updated
    accounts.unchanged += part.accounts.unchanged
    sections.created += part.sections.created
    sections.updated += part.sections.updated
    sections.unchanged += part.sections.unchanged
    sections.archived += part.sections.archived
    sections.restored += part.sections.restored
    enrollments.started += part.enrollments.started
    enrollments.ended += part.enrollments.ended
    enrollments.changed += part.enrollments.changed
    enrollments.unchanged += part.enrollments.unchanged
    enrollments.restored += part.enrollments.restored
  }
}
