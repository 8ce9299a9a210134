/// The files of a store's folder.
enum StoreFile {
  /// Names the other files of the snapshot and tells their checksums. Where it is, there is a
  /// store.
  static let manifest = "store.json"
  /// What was written since the snapshot.
  static let log = "log.jsonl"
  /// What programs lock; it stays empty.
  static let lock = ".lock"
  /// The moment that a store in the making gets a copy of; there until it is made.
  static let filling = ".filling"

  /// The names that a folder without a store may hold, and still become one.
  static let beginnings =
    Set([lock] + (Table.allCases.map(\.name) + [manifest, log, filling]).map(DurableFile.draft))

  /// The files of a snapshot's rows, in the order in which they are written.
  enum Table: String, CaseIterable {
    case accounts, links, sections, enrollments, journal, records

    /// The file's name.
    var name: String { "\(rawValue).jsonl" }
  }
}
