import Provisioning
import Synchronization

/// Reads a district's listing from a folder of CSV files in Clever's SFTP CSV layout.
///
/// The folder holds schools.csv, students.csv, teachers.csv, sections.csv, enrollments.csv and
/// perhaps staff.csv or admins.csv, names in any case. It is a full snapshot: who is not in it counts
/// as gone. Before the first page, all files are read wholly; one that cannot be trusted (cut off,
/// not UTF-8, without a required column) stops everything. Rows that cannot be used are left out,
/// each with a note.
///
/// Subjects are `student/ID`, `teacher/ID` and `staff/ID`, because SIS IDs are unique within a
/// district and a role only. Files are read on a thread outside Swift's cooperative pool.
public final class CleverCSVImporter: SectionImporter {
  /// The name of the district's feed.
  public let provider: ProviderName
  /// The files are all that the provider has.
  public var scope: RosterScope { .provider }
  /// All files are read and checked before the first page is made.
  public var arrival: RosterArrival { .whole }

  private let directory: String
  private let district: String
  private let options: RosterFileOptions
  private let queue = BlockingQueue(label: "clever-csv")
  private let pages = Mutex<CleverPages?>(nil)

  /// Creates an importer; nothing is read yet.
  ///
  /// - Parameters:
  ///   - directory: the folder of the files.
  ///   - provider: the name of the district's feed. All keys are this provider's.
  ///   - district: what profiles and sections name as their district.
  ///   - options: how pages are cut, and who hears of progress.
  public init(
    directory: String, provider: ProviderName, district: String,
    options: RosterFileOptions = RosterFileOptions()
  ) {
    self.directory = directory
    self.provider = provider
    self.district = district
    self.options = options
  }

  /// A digest of the files' bytes, the provider and the district. Reads all files at the first call.
  public func fingerprint() async throws(ProvisioningError) -> String? {
    try await withPages { pages throws(ProvisioningError) in pages.listing.fingerprint }
  }

  /// How much the listing holds. Reads all files at the first call.
  public func totals() async throws(ProvisioningError) -> RosterFileTotals {
    try await withPages { pages throws(ProvisioningError) in pages.totals }
  }

  /// How many people and members there are. Reads all files at the first call.
  public func size() async throws(ProvisioningError) -> Int? {
    let totals = try await totals()
    return totals.people + totals.members
  }

  /// The page after `cursor`: first people, then sections. Reads all files at the first call.
  ///
  /// Throws `conflict` if a file has changed since, or the cursor is of other files.
  public func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    try await withPages { pages throws(ProvisioningError) in try pages.page(after: cursor) }
  }

  /// Runs `body` on the reading thread, once the files are read.
  private func withPages<Answer: Sendable>(
    _ body: @escaping @Sendable (CleverPages) throws(ProvisioningError) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    try await queue.run { [self] (cancellation) throws(ProvisioningError) -> Answer in
      if let pages = pages.withLock({ $0 }) { return try body(pages) }
      let made = try makePages(cancellation)
      pages.withLock { $0 = made }
      return try body(made)
    }
  }

  private func makePages(_ cancellation: Cancellation) throws(ProvisioningError) -> CleverPages {
    let folder = try SourceFolder(path: directory)
    let reading = CleverReading(
      folder: folder, provider: provider, district: district, options: options,
      cancellation: cancellation)
    return CleverPages(
      try reading.listing(), folder: folder, provider: provider, district: district,
      options: options)
  }
}
