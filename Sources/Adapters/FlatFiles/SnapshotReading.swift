import Provisioning

/// Reads the files of a snapshot, and checks each line and that all of them are there.
struct SnapshotReading {
  private static let batch = 1000

  let folder: Folder

  /// Reads all rows of `table` from the file called `name`, and hands them on in their order.
  /// Returns what the file holds.
  func rows(
    of table: StoreFile.Table, in name: String, _ take: (ContentsPage.Rows) -> Void
  ) throws(ProvisioningError) -> Manifest.Content {
    switch table {
    case .accounts: try lines(name, ContentsText.account) { take(.accounts($0)) }
    case .links: try lines(name, ContentsText.link) { take(.links($0)) }
    case .sections: try lines(name, ContentsText.section) { take(.sections($0)) }
    case .enrollments: try lines(name, ContentsText.assertion) { take(.assertions($0)) }
    case .journal: try lines(name, ContentsText.entry) { take(.entries($0)) }
    case .records: try lines(name, ContentsText.record) { take(.records($0)) }
    }
  }

  /// Reads the snapshot that `manifest` describes, from files whose names are those that `name`
  /// makes.
  func memory(
    _ manifest: Manifest, name: (String) -> String = { $0 }
  ) throws(ProvisioningError) -> MemoryContents {
    var memory = MemoryContents()
    let lines = manifest.files.mapValues(\.lines)
    memory.reserve(
      accounts: lines[.accounts, default: 0], links: lines[.links, default: 0],
      sections: lines[.sections, default: 0], assertions: lines[.enrollments, default: 0])
    for table in StoreFile.Table.allCases {
      let content = try rows(of: table, in: name(table.name)) { memory.take($0) }
      guard content == manifest.files[table] else {
        throw .damaged(
          "\(folder.path)/\(name(table.name))", line: content.lines + 1,
          "Lines are missing, added or in other places than they were written.")
      }
    }
    return memory
  }

  private func lines<Row>(
    _ name: String, _ read: ([UInt8]) throws(JSONReader.Fault) -> Row, _ take: ([Row]) -> Void
  ) throws(ProvisioningError) -> Manifest.Content {
    let path = "\(folder.path)/\(name)"
    var scanner = LineScanner(try OpenFile(name, in: folder, .reading))
    var content = Manifest.Content()
    var rows: [Row] = []
    while let line = try scanner.next() {
      let number = content.lines + 1
      guard let (object, checksum) = CheckedLine.open(line) else {
        throw .damaged(path, line: number, "Its checksum does not fit.")
      }
      do throws(JSONReader.Fault) {
        rows.append(try read(object))
      } catch {
        throw .damaged(path, line: number, error.reason, detail: error.field)
      }
      content.add(checksum)
      if rows.count == Self.batch {
        take(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    guard scanner.rest.isEmpty else {
      throw .damaged(path, line: content.lines + 1, "The line has no end.")
    }
    take(rows)
    return content
  }
}
