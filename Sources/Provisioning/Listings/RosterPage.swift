/// A part of a listing.
public struct RosterPage: Hashable, Sendable {
  /// People, each at most once in a listing. The first assertion of a repeated key counts. In a
  /// listing of changes, somebody without roles keeps those on record, and somebody new without any
  /// is passed over: the importer notes that.
  public var people: [Identity]
  /// Sections with all of their members, each at most once in a listing. In a listing of changes:
  /// with the members that are new or have changed.
  public var sections: [RosterSection]
  /// What the provider names as gone; blank unless the scope is of changes.
  public var departures: RosterDepartures
  /// What could not be taken, or only in part. A rejected row stands on no later page than what it
  /// protects, and on no later page than the first that leaves something out because of it.
  public var notes: [RosterNote]
  /// Where the listing goes on; `nil` on its last page.
  public var next: PageCursor?

  /// Creates a page.
  public init(
    people: [Identity] = [], sections: [RosterSection] = [],
    departures: RosterDepartures = RosterDepartures(), notes: [RosterNote] = [],
    next: PageCursor? = nil
  ) {
    self.people = people
    self.sections = sections
    self.departures = departures
    self.notes = notes
    self.next = next
  }

  /// How many people and members it holds.
  var rows: Int { people.count + sections.reduce(0) { $0 + $1.members.count } }
}

/// What a listing of changes says has gone. Nothing of it is deleted: enrollments end, sections are
/// archived, and accounts stay as they are.
public struct RosterDepartures: Hashable, Sendable {
  /// People who have left: all their enrollments by the provider end.
  public var people: [Identity.Key]
  /// Sections that are no longer held.
  public var sections: [Section.Key]
  /// People who have left a section.
  public var members: [EnrollmentKey]

  /// Creates departures.
  public init(
    people: [Identity.Key] = [], sections: [Section.Key] = [], members: [EnrollmentKey] = []
  ) {
    self.people = people
    self.sections = sections
    self.members = members
  }

  /// Whether nothing has gone.
  public var isEmpty: Bool { people.isEmpty && sections.isEmpty && members.isEmpty }
}

/// A section as a provider lists it.
public struct RosterSection: Hashable, Sendable {
  /// Which section.
  public var key: Section.Key
  /// What the provider says of it. `nil` in a listing of changes that tells of members alone: the
  /// section stays as it stands, and must be known.
  public var details: Section.Details?
  /// Who is in it, each key at most once.
  public var members: [Member]
  /// Where the members' rows stand, one place for each; blank where nobody asks. A listing of
  /// changes may name people and sections whom only the store knows: a row that names one whom
  /// nobody knows is rejected by its place.
  public var places: [RosterPlace]

  /// Creates a section.
  public init(
    key: Section.Key, details: Section.Details?, members: [Member], places: [RosterPlace] = []
  ) {
    self.key = key
    self.details = details
    self.members = members
    self.places = places
  }

  /// A person in a section.
  public struct Member: Hashable, Sendable {
    /// Who.
    public var key: Identity.Key
    /// As what.
    public var role: EnrollmentRole

    /// Creates a member.
    public init(_ key: Identity.Key, _ role: EnrollmentRole) {
      self.key = key
      self.role = role
    }
  }
}

/// Where a listing goes on: opaque to everyone but its importer.
public struct PageCursor: Hashable, Sendable {
  /// The importer's own word.
  public let rawValue: String
  /// Creates a cursor.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}
