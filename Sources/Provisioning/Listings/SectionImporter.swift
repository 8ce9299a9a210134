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
  /// What a blank field says.
  var blanks: RosterBlanks { get }
  /// Whether a page can still fail to arrive.
  var arrival: RosterArrival { get }
  /// A text that differs when the listing differs, such as a digest of its files; `nil` if there is
  /// none. A killed import with the same fingerprint goes on under its old run.
  func fingerprint() async throws(ProvisioningError) -> String?
  /// How many people and members all pages hold together; `nil` where that is not known.
  func size() async throws(ProvisioningError) -> Int?
  /// All notes of all pages, where they are at hand without the pages; `nil` where they are not.
  /// With them and a fingerprint, a listing that was brought in before need not be compared again.
  func allNotes() async throws(ProvisioningError) -> RosterNotes?
  /// The page after `cursor`, or the first page if `cursor` is `nil`.
  ///
  /// People come before the sections that they are in; a person in no section comes in too.
  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage
}

extension SectionImporter {
  /// That there is nothing; in a listing of changes it says nothing.
  public var blanks: RosterBlanks { scope.isOfChanges ? .untold : .told }

  /// Pages may fail to arrive.
  public var arrival: RosterArrival { .pageByPage }

  /// Not known.
  public func size() async throws(ProvisioningError) -> Int? { nil }

  /// On the pages alone.
  public func allNotes() async throws(ProvisioningError) -> RosterNotes? { nil }
}

/// A district, of which a provider may have many.
public enum District {
  /// The provider's name for it, as ``Section/Details/district`` has it.
  public typealias ID = Identifier<District>
}

/// How much a listing covers.
public enum RosterScope: Hashable, Sendable {
  /// All that the provider has, such as a district's files.
  case provider
  /// All that the provider has of one of its districts: the sections of which it asserts that they
  /// are in that district. It says nothing of any other section, one without a district included,
  /// until it lists that one as its own.
  case district(District.ID)
  /// One teacher's sections. It says nothing of another teacher's.
  case teacher(Identity.Key)
  /// What has changed since an earlier listing. Absence means nothing, a blank field included: it
  /// stays as it stands. What has gone is named, in ``RosterPage/departures``.
  case changes
  /// What has changed in one of the provider's districts: ``changes``, and what is named as gone
  /// goes from that district's sections alone.
  case districtChanges(District.ID)
}

extension RosterScope {
  /// Whether absence means nothing, and departures are named.
  package var isOfChanges: Bool {
    switch self {
    case .changes, .districtChanges: true
    case .provider, .district, .teacher: false
    }
  }

  /// The district whose sections alone it may end.
  package var district: District.ID? {
    switch self {
    case .district(let district), .districtChanges(let district): district
    case .provider, .teacher, .changes: nil
    }
  }

  /// Whether it may end anything in a section of which the provider asserts `details`.
  package func covers(_ details: Section.Details) -> Bool {
    district.map { details.district == $0.rawValue } ?? true
  }
}

/// Whether a listing is at hand as a whole.
public enum RosterArrival: Hashable, Sendable {
  /// Everything was read and found good before the first page was given out, as files are.
  case whole
  /// A later page may fail: all are kept before anything is compared or written, and asked for
  /// once. A listing that was stopped begins anew.
  case pageByPage
  /// As `pageByPage`, with cursors that stay good for hours and skip nobody, whatever else comes
  /// and goes: a listing that was stopped goes on behind its last page.
  case resumable
}
