import FoundationEssentials
import Provisioning
import ProvisioningFlatFiles
import ProvisioningTesting

/// A folder of a test's own, which goes with the value; stores lie in folders in it.
final class Place: Sendable {
  private let folder = TemporaryFolder()
  var path: String { folder.path }

  /// The path of something in it.
  func path(_ name: String = "store") -> String { folder.path(name) }

  /// The names in the folder of a store, sorted.
  func names(in store: String = "store") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(store)).sorted()
  }

  /// The bytes of a file of a store.
  func bytes(of file: String, in store: String = "store") throws -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: "\(path(store))/\(file)") else {
      throw ProvisioningError(.notFound, "There is no \(file).")
    }
    return Array(bytes)
  }

  func write(_ bytes: [UInt8], to file: String, in store: String = "store") throws {
    try Data(bytes).write(to: URL(filePath: "\(path(store))/\(file)"))
  }

  /// All files of a store that are not hidden, by name.
  func files(of store: String = "store") throws -> [String: [UInt8]] {
    let names = try names(in: store).filter { !$0.hasPrefix(".") }
    return try Dictionary(
      names.map { ($0, try bytes(of: $0, in: store)) }, uniquingKeysWith: { $1 })
  }

  func remove(_ file: String, in store: String = "store") throws {
    try FileManager.default.removeItem(atPath: "\(path(store))/\(file)")
  }

  func copy(_ store: String, to other: String) throws {
    try? FileManager.default.removeItem(atPath: path(other))
    try FileManager.default.copyItem(atPath: path(store), toPath: path(other))
  }

  func open(
    _ store: String = "store", mode: FlatFileStore.Mode = .createIfMissing
  ) async throws(ProvisioningError) -> FlatFileStore {
    try await FlatFileStore.open(at: path(store), mode: mode)
  }
}

/// The rows that the tests write: person 1, 2, 3… of one provider, each in an entry of its own.
enum Sample {
  static func account(_ number: Int) -> Account.ID { Account.ID("a\(number)")! }
  static func key(_ number: Int) -> Identity.Key { Identity.Key("clever:person-\(number)")! }
  static func entry(_ number: Int) -> JournalEntry.ID { JournalEntry.ID("e-\(number)")! }

  /// A new person: an account with a link.
  static func person(_ number: Int) -> ChangeSet {
    let header = JournalEntry.Header(
      id: entry(number), at: Timestamp(milliseconds: 1_700_000_000_000), actor: "test",
      action: .signIn)
    var changes = ChangeSet(header: header)
    changes.accounts = [
      RowChange(
        key: account(number), before: nil,
        after: Account.State(status: .unclaimed, primary: key(number)), revision: nil)
    ]
    var profile = Profile(role: .student, given: "Given \(number)", family: "Family")
    profile.sisID = "sis-\(number)"
    profile.district = "district-1"
    let link = Link.State(
      account: account(number), sharing: .district,
      since: Timestamp(milliseconds: 1_700_000_000_000), because: Evidence(.created),
      profile: profile)
    changes.links = [RowChange(key: key(number), before: nil, after: link, revision: nil)]
    return changes
  }

  /// A record called `name`.
  static func record(_ name: String) -> RecordChange {
    .put(Record.Key(.ticket, name), value: "{}", expires: nil, replacing: 0)
  }
}

extension FlatFileStore {
  /// How many entries there are, each of them with its account and its link.
  func wholeEntries() throws -> Int? {
    let counts = try counts()
    let isWhole =
      counts.links == counts.journalEntries && counts.accounts["unclaimed"] ?? 0 == counts.links
    return isWhole ? counts.journalEntries : nil
  }
}
