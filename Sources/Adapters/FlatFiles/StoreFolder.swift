import Provisioning

/// The folder of a store, and what opening it finds. Everything here happens under the lock.
struct StoreFolder {
  let folder: Folder
  let lock: FolderLock

  /// What the folder holds, in memory, and how far it was read.
  struct Content {
    var memory: MemoryContents
    var log: Log
    /// The manifest, open, so that another one cannot be taken for it.
    let manifest: OpenFile
    /// How many bytes the snapshot's files have.
    let snapshotSize: Int
    /// What a crash left behind the log's last whole line, and was cut off: so many bytes.
    var torn: Int

    var seen: Seen { Seen(manifest: manifest, length: log.length) }

    /// Whether a new snapshot is due: the log is larger than the last one and has some size.
    var isOutgrown: Bool { log.length > max(snapshotSize, Self.smallLog) }

    private static let smallLog = 4 << 20
  }

  /// How far the store was read: that much must still be there.
  struct Seen {
    /// The manifest, open, so that another one cannot be taken for it.
    let manifest: OpenFile
    /// How many bytes of the log.
    let length: Int
  }

  /// Opens the lock of a folder that holds a store or may become one. Throws `invalid` if there are
  /// files of something else.
  init(_ folder: Folder) throws(ProvisioningError) {
    self.folder = folder
    try Self.requireOurs(folder)
    lock = try FolderLock(in: folder)
  }

  /// Throws `invalid` if there is no store but files of something else.
  private static func requireOurs(_ folder: Folder) throws(ProvisioningError) {
    let names = Set(try folder.names())
    let ours = StoreFile.beginnings.union([StoreFile.filling])
    guard names.contains(StoreFile.manifest) || names.isSubset(of: ours) else {
      throw .foreignFolder(folder.path)
    }
  }

  /// Reads the store. What a program that was killed left undone is done, and its drafts go. What
  /// was seen before must still be there.
  func read(after seen: Seen? = nil) throws(ProvisioningError) -> Content {
    let file = try OpenFile(StoreFile.manifest, in: folder, .reading)
    let (manifest, checksum) = try Manifest.read(file, in: folder)
    try finishPublishing(after: checksum)
    try SnapshotDraft.sweep(folder)
    try folder.remove(StoreFile.filling)
    var memory = try SnapshotReading(folder: folder).memory(manifest)
    var log = try Log(in: folder, after: checksum)
    let isSame = seen?.manifest.status.identity == file.status.identity
    let torn = try log.readAndCut(into: &memory, keeping: isSame ? seen?.length ?? 0 : 0)
    return Content(
      memory: memory, log: log, manifest: file, snapshotSize: try snapshotSize(), torn: torn)
  }

  /// What happened to the store's files since `content` was read. Needs no lock: under it, the
  /// answer stays true.
  func change(since content: Content) throws(ProvisioningError) -> Log.Change {
    let manifest = try folder.status(of: StoreFile.manifest)
    // Whoever was killed while publishing may have left the old log in its place.
    guard manifest?.identity == content.manifest.status.identity else { return .replaced }
    return try content.log.change(in: folder)
  }

  /// Makes an empty store, if there is none; returns whether it did. Throws `invalid` if there are
  /// files of something else, and `refused` if a copy into the folder was not finished.
  func createIfMissing() throws(ProvisioningError) -> Bool {
    if try holdsStore() { return false }
    try requireNoCopy()
    try Self.requireOurs(folder)
    try draft(of: MemoryContents()).publish()
    return true
  }

  /// Throws unless there is a store.
  func requireStore() throws(ProvisioningError) {
    if try holdsStore() { return }
    try requireNoCopy()
    try Self.requireOurs(folder)
    throw .noStore(folder.path)
  }

  private func requireNoCopy() throws(ProvisioningError) {
    if try folder.status(of: StoreFile.filling) != nil { throw .unfinishedCopy(folder.path) }
  }

  /// Whether there is a store.
  func holdsStore() throws(ProvisioningError) -> Bool {
    try folder.status(of: StoreFile.manifest) != nil
  }

  /// Writes a snapshot of `memory` beside the one that is there. If that fails, nothing of it stays:
  /// the log may need the room.
  func draft(of memory: MemoryContents) throws(ProvisioningError) -> SnapshotDraft {
    try SnapshotDraft.sweep(folder)
    do throws(ProvisioningError) {
      var draft = SnapshotDraft(in: folder)
      try memory.forEachPage { rows throws(ProvisioningError) in try draft.write(rows) }
      try draft.seal()
      return draft
    } catch {
      try? SnapshotDraft.sweep(folder)
      throw error
    }
  }

  /// Puts a snapshot of `memory` in place of the one that is there and its log.
  func publish(
    _ draft: SnapshotDraft, of memory: MemoryContents
  ) throws(ProvisioningError) -> Content {
    try draft.publish()
    return Content(
      memory: memory, log: try Log(in: folder, after: draft.checksum),
      manifest: try OpenFile(StoreFile.manifest, in: folder, .reading),
      snapshotSize: try snapshotSize(), torn: 0)
  }

  /// Finishes the publishing of a snapshot that was stopped after its manifest got its name: the
  /// draft of its log is still there, that of the manifest is not.
  private func finishPublishing(after manifest: Checksum) throws(ProvisioningError) {
    let draft = DurableFile.draft(of: StoreFile.log)
    guard try folder.status(of: draft) != nil,
      try folder.status(of: DurableFile.draft(of: StoreFile.manifest)) == nil
    else { return }
    do throws(ProvisioningError) {
      _ = try Log(draft, in: folder, after: manifest)
    } catch {
      // Only a log of another snapshot may go; one that cannot be opened now is looked at again.
      guard error.code == .corrupt else { throw error }
      return
    }
    try SnapshotDraft.finishPublishing(in: folder)
  }

  private func snapshotSize() throws(ProvisioningError) -> Int {
    var size = 0
    for table in StoreFile.Table.allCases {
      size += try folder.status(of: table.name)?.size ?? 0
    }
    return size
  }
}

extension Log {
  /// Reads what the log gained, and cuts off what a crash has left behind it; returns how much. The
  /// first `kept` bytes were whole lines once: damage in them is no crash's.
  mutating func readAndCut(
    into memory: inout MemoryContents, keeping kept: Int = 0
  ) throws(ProvisioningError) -> Int {
    let torn = try read(into: &memory)
    guard length >= kept else { throw shortened }
    if torn > 0 { try cut() }
    return torn
  }
}

extension ProvisioningError {
  static func unfinishedCopy(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "There is no store in \(path) yet.",
      reason: "A copy of another store into this folder was not finished.",
      remedy: "Run 'linkctl store copy' again, or remove the folder.")
  }
}
