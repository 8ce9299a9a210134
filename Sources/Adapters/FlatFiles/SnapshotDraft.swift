import Provisioning

/// A snapshot in the making: all of a store's content in sorted files, beside those that are there.
///
/// Pages come in their order, and each file is made durable when the next begins. ``seal()`` writes
/// what binds the files together; ``publish()`` puts them in their places. That is one step for
/// whoever opens the store: from the moment on when the manifest has its name, opening finishes
/// what a program that was killed left undone.
struct SnapshotDraft {
  private let folder: Folder
  private var manifest = Manifest()
  private var writing: (table: StoreFile.Table, file: OpenFile, length: Int)?
  /// The files that are not begun.
  private var remaining = StoreFile.Table.allCases[...]
  private var buffer: [UInt8] = []

  /// Begins a snapshot, or goes on after the files that were finished. Other drafts must be gone.
  init(in folder: Folder, after finished: [StoreFile.Table: Manifest.Content] = [:]) {
    self.folder = folder
    manifest.files = finished
    remaining = remaining.dropFirst(finished.count)
  }

  /// Adds rows; those of a kind come together and sorted.
  mutating func write(_ rows: ContentsPage.Rows) throws(ProvisioningError) {
    try begin(rows.table)
    for object in ContentsText.lines(rows) {
      let (line, checksum) = CheckedLine.seal(object)
      manifest.files[rows.table, default: Manifest.Content()].add(checksum)
      buffer += line
      if buffer.count > 1 << 20 { try flush() }
    }
  }

  /// Makes what was written so far durable.
  mutating func synchronize() throws(ProvisioningError) {
    try flush()
    try writing?.file.synchronize()
  }

  /// Writes the manifest and an empty log, and makes everything durable.
  mutating func seal() throws(ProvisioningError) {
    while let table = remaining.first { try begin(table) }
    try synchronize()
    writing = nil
    let (line, checksum) = manifest.sealed()
    try write(line, to: StoreFile.manifest)
    try write(Log.firstLine(after: checksum).line, to: StoreFile.log)
    try folder.synchronize()
  }

  /// The checksum of the manifest.
  var checksum: Checksum { manifest.sealed().checksum }

  /// Puts the files in their places, durably.
  func publish() throws(ProvisioningError) {
    try folder.rename(DurableFile.draft(of: StoreFile.manifest), to: StoreFile.manifest)
    try folder.synchronize()
    try Self.finishPublishing(in: folder)
  }

  /// Puts the files of a snapshot in their places whose manifest is in its place already. The log
  /// comes last: where its draft is, there is something left to do.
  static func finishPublishing(in folder: Folder) throws(ProvisioningError) {
    for table in StoreFile.Table.allCases {
      let draft = DurableFile.draft(of: table.name)
      if try folder.status(of: draft) != nil { try folder.rename(draft, to: table.name) }
    }
    try folder.synchronize()
    try folder.rename(DurableFile.draft(of: StoreFile.log), to: StoreFile.log)
    try folder.synchronize()
  }

  /// Removes all drafts, that of the log first: as long as it is there, what the others are may be
  /// asked.
  static func sweep(_ folder: Folder) throws(ProvisioningError) {
    try folder.remove(DurableFile.draft(of: StoreFile.log))
    for name in StoreFile.beginnings where name != StoreFile.lock { try folder.remove(name) }
  }

  private mutating func begin(_ table: StoreFile.Table) throws(ProvisioningError) {
    while writing?.table != table, let next = remaining.popFirst() {
      try synchronize()
      let file = try OpenFile(DurableFile.draft(of: next.name), in: folder, .creating)
      writing = (next, file, 0)
    }
  }

  private mutating func flush() throws(ProvisioningError) {
    guard let writing, !buffer.isEmpty else { return }
    try writing.file.write(buffer, at: writing.length)
    self.writing?.length += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ line: [UInt8], to name: String) throws(ProvisioningError) {
    let file = try OpenFile(DurableFile.draft(of: name), in: folder, .creating)
    try file.write(line, at: 0)
    try file.synchronize()
  }
}

extension ContentsPage.Rows {
  /// The file that the rows are in.
  fileprivate var table: StoreFile.Table {
    switch self {
    case .accounts: .accounts
    case .links: .links
    case .sections: .sections
    case .assertions: .enrollments
    case .entries: .journal
    case .records: .records
    }
  }
}
