/// All that a store holds at one moment, exactly: rows with their revisions, journal and records.
///
/// Whatever is committed meanwhile is not seen. Each listing is in the order of its keys, after a
/// key if one is given, at most `limit`; identifiers and names are ordered by their bytes. Reads
/// throw what those of ``AccountReader`` throw.
public protocol StoreContents: Sendable {
  /// Which moment it is.
  var moment: StoreMoment { get }
  /// The next accounts.
  func accounts(after id: Account.ID?, limit: Int) async throws(ProvisioningError) -> [Account]
  /// The next links.
  func links(after key: Identity.Key?, limit: Int) async throws(ProvisioningError) -> [Link]
  /// The next sections, of all providers.
  func sections(after key: Section.Key?, limit: Int) async throws(ProvisioningError) -> [Section]
  /// Everything asserted about who is in `sections`, in no promised order.
  func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion]
  /// The next journal entries, the oldest first.
  func entries(after revision: Revision?, limit: Int) async throws(ProvisioningError) -> [KeptEntry]
  /// The next records of all kinds, by kind and name.
  func records(after key: Record.Key?, limit: Int) async throws(ProvisioningError) -> [Record]
  /// Lets the moment go. Nothing is read afterwards.
  func close() async
}

/// A store whose whole content can be read as of one moment, and so copied into any other.
public protocol CopyableStore: AccountStore {
  /// What the store holds now. To be closed at the end; commits go on meanwhile.
  func contents() async throws(ProvisioningError) -> any StoreContents
}

/// A store in the making, at a place where there is none yet. It gets what another store holds,
/// exactly: rows with their revisions, journal and records. Nobody finds it before it is finished.
///
/// Filled, it is as if it had lived through everything itself: an undo of any entry comes to the
/// same, and the next commit gets the revision after the last one's.
public protocol StoreFilling: Sendable {
  /// Begins with the content of `moment`, or goes on with it where a filling that was stopped left
  /// off: returns the end of the last page that has survived any crash. What is there of another
  /// moment goes, and so do records, which no moment tells of.
  func begin(_ moment: StoreMoment) async throws(ProvisioningError) -> ContentsPlace?
  /// Adds a page, all of it or none. Pages come in order: accounts, links, sections, assertions,
  /// entries, records; so an account may name a primary link that comes later.
  func write(_ page: ContentsPage) async throws(ProvisioningError)
  /// What was written, to be compared with what was to be.
  func contents() async throws(ProvisioningError) -> any StoreContents
  /// Lets the store appear at its place, durably, with nothing of the filling in it.
  func finish() async throws(ProvisioningError)
  /// Ends the work. What is not finished stays for the next try.
  func close() async
  /// Ends the work, and forgets what was written: the next try begins afresh.
  func discard() async
}

/// A moment in a store's life: all of its rows and of its journal follow from it, records do not.
public struct StoreMoment: Hashable, Sendable {
  /// The newest entry's place; `nil` in a store without entries.
  public let revision: Revision?
  /// The newest entry's name, so that two stores are not mistaken for each other.
  public let entry: JournalEntry.ID?

  /// Creates a moment after the newest entry; stores do.
  public init(revision: Revision? = nil, entry: JournalEntry.ID? = nil) {
    self.revision = revision
    self.entry = entry
  }

  /// The moment as a text without spaces at its ends: `12 e-1`, or `0` before the first entry.
  public var text: String {
    guard let revision, let entry else { return "0" }
    return "\(revision.number) \(entry)"
  }
}

/// A journal entry as stores keep it, with all that the journal can be asked.
public struct KeptEntry: Hashable, Sendable {
  /// What the change set said of itself.
  public let header: JournalEntry.Header
  /// The entry's place in its store.
  public let revision: Revision
  /// How many rows it changed.
  public let count: Int
  /// What it changed: accounts, sections, links, enrollments; those of a kind in any order.
  public let changes: [JournaledChange]
  /// The accounts that it touched, sorted: they list it among their entries, removed ones too.
  public let accounts: [Account.ID]

  /// Creates an entry; stores do.
  public init(
    header: JournalEntry.Header, revision: Revision, count: Int, changes: [JournaledChange],
    accounts: [Account.ID]
  ) {
    self.header = header
    self.revision = revision
    self.count = count
    self.changes = changes
    self.accounts = accounts
  }
}
