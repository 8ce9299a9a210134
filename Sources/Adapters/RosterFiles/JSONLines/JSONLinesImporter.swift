import Provisioning
import Synchronization

/// Reads a listing in JSON Lines, the form of ``RosterText``, from a file or an open descriptor
/// such as standard input.
///
/// It is a full snapshot: who is not in it counts as gone. People and sections stand in any order,
/// and a member may be given in full on any line. Before the first page, all lines are read; what
/// cannot be trusted (cut off, not UTF-8, no JSON at all, a listing of changes) stops everything. A
/// line that cannot be used is left out, with a note.
///
/// Reading happens on a thread outside Swift's cooperative pool. What comes through a descriptor is
/// kept meanwhile in a temporary file that has no name.
public final class JSONLinesImporter: SectionImporter {
  /// Where the lines come from.
  public enum Source: Hashable, Sendable {
    /// The file at this path.
    case file(String)
    /// An open descriptor, read to its end; the name is for messages. It stays open.
    case descriptor(Int32, name: String)
  }

  /// The name of the feed.
  public let provider: ProviderName
  /// The lines are all that the provider has.
  public var scope: RosterScope { .provider }
  /// All lines are read and checked before the first page is made.
  public var arrival: RosterArrival { .whole }

  private let source: Source
  private let district: String
  private let options: RosterFileOptions
  private let queue = BlockingQueue(label: "jsonl")
  private let pages = Mutex<JSONLinesPages?>(nil)

  /// Creates an importer; nothing is read yet.
  ///
  /// - Parameters:
  ///   - source: where the lines come from.
  ///   - provider: the name of the feed. All keys are this provider's.
  ///   - district: the district of people and sections that name none.
  ///   - options: how pages are cut, and who hears of progress.
  public init(
    _ source: Source, provider: ProviderName, district: String,
    options: RosterFileOptions = RosterFileOptions()
  ) {
    self.source = source
    self.provider = provider
    self.district = district
    self.options = options
  }

  /// A digest of the bytes, the provider and the district. Reads everything at the first call.
  public func fingerprint() async throws(ProvisioningError) -> String? {
    try await withPages { pages throws(ProvisioningError) in pages.listing.fingerprint }
  }

  /// How much the listing holds. Reads everything at the first call.
  public func totals() async throws(ProvisioningError) -> RosterFileTotals {
    try await withPages { pages throws(ProvisioningError) in pages.totals }
  }

  /// How many people and members there are. Reads everything at the first call.
  public func size() async throws(ProvisioningError) -> Int? {
    let totals = try await totals()
    return totals.people + totals.members
  }

  /// All notes. Reads everything at the first call.
  public func allNotes() async throws(ProvisioningError) -> RosterNotes? {
    try await withPages { pages throws(ProvisioningError) in try pages.allNotes() }
  }

  /// The page after `cursor`: first people, then sections. Reads everything at the first call.
  ///
  /// Throws `conflict` if the file has changed since, or the cursor is of another listing.
  public func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    try await withPages { pages throws(ProvisioningError) in try pages.page(after: cursor) }
  }

  /// Runs `body` on the reading thread, once everything is read.
  private func withPages<Answer: Sendable>(
    _ body: @escaping @Sendable (JSONLinesPages) throws(ProvisioningError) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    try await queue.run { [self] (cancellation) throws(ProvisioningError) -> Answer in
      if let pages = pages.withLock({ $0 }) { return try body(pages) }
      let made = try makePages(cancellation)
      pages.withLock { $0 = made }
      return try body(made)
    }
  }

  private func makePages(_ cancellation: Cancellation) throws(ProvisioningError) -> JSONLinesPages {
    let file =
      switch source {
      case .file(let path): try SourceFile(named: path)
      case .descriptor(let number, let name):
        try SpoolFile.copy(of: number, name: name, cancellation)
      }
    let lines = UsableLines(provider: provider, district: district)
    let reading = JSONLinesReading(
      file: file, lines: lines, options: options, cancellation: cancellation)
    return JSONLinesPages(try reading.listing(), file: file, lines: lines, options: options)
  }
}
