import Provisioning

/// The files of a copy that was stopped which are complete, and where they end.
struct FinishedTables {
  var contents: [StoreFile.Table: Manifest.Content] = [:]
  var place: ContentsPlace?
  private var lastSection: Section.Key?

  /// Takes note of the next file: what it holds and its last rows.
  mutating func add(
    _ table: StoreFile.Table, _ content: Manifest.Content, _ last: ContentsPage.Rows?
  ) {
    contents[table] = content
    switch last {
    case .accounts(let rows): place = rows.last.map { .accounts($0.id) } ?? place
    case .links(let rows): place = rows.last.map { .links($0.key) } ?? place
    case .sections(let rows):
      lastSection = rows.last?.key
      place = rows.last.map { .sections($0.key) } ?? place
    case .assertions: place = lastSection.map { .assertions($0) } ?? place
    case .entries(let rows): place = rows.last.map { .entries($0.revision) } ?? place
    case .records, nil: break
    }
  }
}

extension StoreFolder {
  /// Throws `refused` if there is anything but a copy that was not finished.
  static func requireUnfinished(_ folder: Folder) throws(ProvisioningError) {
    guard StoreFile.beginnings.union([StoreFile.filling]).isSuperset(of: try folder.names()) else {
      throw .notEmpty(folder.path)
    }
  }

  /// The text of the moment that a copy was begun with; `nil` if none was.
  func moment() throws(ProvisioningError) -> String? {
    guard try folder.status(of: StoreFile.filling) != nil else { return nil }
    let file = try OpenFile(StoreFile.filling, in: folder, .reading)
    return String(decoding: try file.readAll(), as: UTF8.self)
  }

  /// Takes note, durably, of the moment that is copied.
  func write(_ moment: StoreMoment) throws(ProvisioningError) {
    if try self.moment() == moment.text { return }
    try folder.remove(StoreFile.filling)
    try folder.remove(DurableFile.draft(of: StoreFile.filling))
    let file = try DurableFile(StoreFile.filling, in: folder)
    try file.write(Array(moment.text.utf8))
    try file.commit()
    try folder.synchronize()
  }

  /// The files that are complete: those after which another was begun. Records do not follow from
  /// the moment, so theirs never counts.
  func finishedTables() throws(ProvisioningError) -> FinishedTables {
    var finished = FinishedTables()
    let tables = StoreFile.Table.allCases
    for (table, next) in zip(tables, tables.dropFirst()) {
      guard try folder.status(of: DurableFile.draft(of: next.name)) != nil else { break }
      var last: ContentsPage.Rows?
      let content = try SnapshotReading(folder: folder)
        .rows(of: table, in: DurableFile.draft(of: table.name)) { rows in
          if rows.count > 0 || last == nil { last = rows }
        }
      finished.add(table, content, last)
    }
    return finished
  }

  /// Removes all drafts but those of complete files.
  func sweep(besides finished: Set<StoreFile.Table>) throws(ProvisioningError) {
    let kept = Set(finished.map { DurableFile.draft(of: $0.name) } + [StoreFile.lock])
    for name in StoreFile.beginnings.subtracting(kept) { try folder.remove(name) }
  }

  /// Reads a sealed draft back.
  func readDraft() throws(ProvisioningError) -> MemoryContents {
    let draft = DurableFile.draft(of: StoreFile.manifest)
    let file = try OpenFile(draft, in: folder, .reading)
    let manifest = try Manifest.read(file, in: folder).manifest
    return try SnapshotReading(folder: folder).memory(manifest, name: DurableFile.draft)
  }
}
