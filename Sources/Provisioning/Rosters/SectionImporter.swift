/// Reads a provider's listing of people, sections and enrollments, page by page.
///
/// An importer only reads. The whole listing must arrive before absence counts for anything, so a
/// page that cannot be read is an error, never an empty page. Asked again with the same cursor, an
/// importer gives the same page.
public protocol SectionImporter: Sendable {
  /// Whose listing it is. The keys of the people and sections on every page are this provider's.
  var provider: ProviderName { get }
  /// How much the listing covers: what it leaves out counts as gone within this scope only.
  var scope: RosterScope { get }
  /// Whether a page can still fail to arrive.
  var arrival: RosterArrival { get }
  /// A text that differs when the listing differs, such as a digest of its files; `nil` if there is
  /// none. A killed import with the same fingerprint goes on under its old run.
  func fingerprint() async throws(ProvisioningError) -> String?
  /// How many people and members all pages hold together; `nil` where that is not known.
  func size() async throws(ProvisioningError) -> Int?
  /// The page after `cursor`, or the first page if `cursor` is `nil`.
  ///
  /// People come before the sections that they are in; a person in no section comes in too.
  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage
}

extension SectionImporter {
  /// Pages may fail to arrive.
  public var arrival: RosterArrival { .pageByPage }

  /// Not known.
  public func size() async throws(ProvisioningError) -> Int? { nil }
}

/// Where a listing goes on: opaque to everyone but its importer.
public struct PageCursor: Hashable, Sendable {
  /// The importer's own word.
  public let rawValue: String
  /// Creates a cursor.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// How much a listing covers.
public enum RosterScope: Hashable, Sendable {
  /// All that the provider has: a district's files, a district token.
  case provider
  /// One teacher's sections. It says nothing of another teacher's.
  case teacher(Identity.Key)
  /// What has changed since an earlier listing. Absence means nothing; what has gone is named, in
  /// ``RosterPage/departures``.
  case changes
}

/// Whether a listing is at hand as a whole.
public enum RosterArrival: Hashable, Sendable {
  /// Everything was read and found good before the first page was given out, as files are.
  case whole
  /// A later page may fail: all are listed once before anything is written.
  case pageByPage
}

/// A part of a listing.
public struct RosterPage: Hashable, Sendable {
  /// People, each at most once in a listing. The first assertion of a repeated key counts.
  public var people: [Identity]
  /// Sections with all of their members, each at most once in a listing. In a listing of changes:
  /// with the members that are new or have changed.
  public var sections: [RosterSection]
  /// What the provider names as gone; blank unless the scope is ``RosterScope/changes``.
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

/// Where a row stands.
public struct RosterPlace: Hashable, Sendable {
  /// The file's name.
  public var file: String
  /// The line on which the row begins, from 1.
  public var line: Int

  /// Creates a place.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// A row that was not taken, or was taken in part, and where it stands.
///
/// The reason names the fault and never a person.
public struct RosterNote: Hashable, Sendable {
  /// Whether the row was left out, or taken with something missing.
  public enum Kind: Hashable, Sendable {
    /// The row was not taken. What it names is not absent: it stays as it stands.
    case rejected(protecting: Protected)
    /// The row was taken, without the field.
    case warning
  }

  /// What a rejected row keeps from counting as absent.
  public enum Protected: Hashable, Sendable {
    /// The row names nothing that could be lost.
    case nothing
    /// The person, and the person's enrollments.
    case person(Identity.Key)
    /// The section, and everyone in it.
    case section(Section.Key)
    /// One person in one section.
    case enrollment(Section.Key, Identity.Key)
    /// The row's key could not be read, so no person's enrollments end.
    case allPeople
    /// The row's key could not be read, so no section is archived and nothing in one ends.
    case allSections
    /// The row's keys could not be read, so no enrollment ends.
    case allEnrollments
  }

  /// Whether the row was left out.
  public var kind: Kind
  /// The file's name.
  public var file: String
  /// The line on which the row begins, from 1 (the header).
  public var line: Int
  /// The field at fault.
  public var field: String
  /// What is wrong with it.
  public var reason: String

  /// Creates a note.
  public init(_ kind: Kind, file: String, line: Int, field: String, reason: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.field = field
    self.reason = reason
  }
}
