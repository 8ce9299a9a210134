import Provisioning

/// The layouts of roster files.
public enum RosterFileLayout: Hashable, Sendable {
  /// Clever's SFTP CSV layout: schools.csv, students.csv, teachers.csv, sections.csv,
  /// enrollments.csv and perhaps staff.csv or admins.csv. A full snapshot.
  ///
  /// Subjects are `student/ID`, `teacher/ID` and `staff/ID`, because SIS IDs are unique within a
  /// district and a role only.
  case cleverCSV
  /// OneRoster CSV 1.1 and 1.2, bulk or delta as manifest.csv says: users.csv, classes.csv,
  /// enrollments.csv, perhaps roles.csv, and what describes classes.
  ///
  /// Subjects are the sourcedIds alone: somebody who learns here and teaches there is one person.
  case oneRoster
}

/// Reads a district's listing from CSV files, in a folder or a ZIP.
///
/// File names match in any case. Before the first page, all files are read wholly; one that cannot
/// be trusted (cut off, not UTF-8, without a required column) stops everything. Rows that cannot be
/// used are left out, each with a note. Files are read on a thread outside Swift's cooperative
/// pool, and stay open as long as the importer is there.
public struct RosterFileImporter: SectionImporter {
  /// The name of the district's feed.
  public let provider: ProviderName
  /// Whether the files are all that the provider has, or changes.
  public var scope: RosterScope { pages.scope }
  /// All files were read and checked before the first page is made.
  public var arrival: RosterArrival { .whole }
  /// How much the listing holds.
  public var totals: RosterFileTotals { pages.totals }

  private let pages: any PageMaker
  private let queue: BlockingQueue

  /// Opens the files and reads them all. Complexity: O(bytes).
  ///
  /// Throws `notFound` if a file that must be there is not, `invalid` if one cannot be trusted,
  /// `conflict` if one changes while it is read, and `cancelled`.
  ///
  /// - Parameters:
  ///   - layout: the files' layout.
  ///   - path: the folder of the files, or a ZIP that holds them.
  ///   - provider: the name of the district's feed. All keys are this provider's.
  ///   - district: what profiles and sections name as their district.
  ///   - options: how pages are cut, and who hears of progress.
  public static func open(
    _ layout: RosterFileLayout, at path: String, provider: ProviderName, district: String,
    options: RosterFileOptions = RosterFileOptions()
  ) async throws(ProvisioningError) -> RosterFileImporter {
    switch layout {
    case .cleverCSV:
      try await open(
        CleverLayout.self, at: path, provider: provider, district: district, options: options)
    case .oneRoster:
      try await open(
        OneRosterLayout.self, at: path, provider: provider, district: district, options: options)
    }
  }

  private static func open<Layout: RosterLayout>(
    _ layout: Layout.Type, at path: String, provider: ProviderName, district: String,
    options: RosterFileOptions
  ) async throws(ProvisioningError) -> RosterFileImporter {
    let queue = BlockingQueue(label: Layout.name)
    let pages = try await queue.run { (cancellation) throws(ProvisioningError) in
      let files = try files(Layout.File.allCases.map(\.name), at: path, cancellation)
      let reading = ListingReading<Layout>(
        files: files, provider: provider, district: district, options: options,
        cancellation: cancellation)
      let (listing, layout) = try reading.listing()
      return ListingPages(
        listing, layout, provider: provider, district: district, options: options)
    }
    return RosterFileImporter(provider: provider, pages: pages, queue: queue)
  }

  /// Opens the files called `names`, in any case: those in the folder at `path`, or in the ZIP that
  /// lies there. Answers in the order of `names`, with `nil` for what is not there.
  ///
  /// Two files whose names differ in case only are an error: either might be the old one.
  private static func files(
    _ names: [String], at path: String, _ cancellation: Cancellation
  ) throws(ProvisioningError) -> [SourceFile?] {
    if let folder = try SourceFolder(path: path) { return try folder.files(names) }
    return try ZIPArchive(SourceFile(named: path)).files(names, cancellation)
  }

  /// A digest of the files' bytes, the provider and the district: the same for a folder and a ZIP.
  public func fingerprint() -> String? { pages.fingerprint }

  /// How many people and members there are.
  public func size() -> Int? { totals.people + totals.members }

  /// All notes.
  public func allNotes() async throws(ProvisioningError) -> RosterNotes? {
    try await queue.run { (_) throws(ProvisioningError) in pages.allNotes }
  }

  /// The page after `cursor`: first people, then sections, then what has gone.
  ///
  /// Throws `conflict` if a file has changed since, or the cursor is of other files.
  public func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    try await queue.run { (_) throws(ProvisioningError) in try pages.page(after: cursor) }
  }
}
