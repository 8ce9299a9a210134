public import Provisioning

/// A store in the making, in a folder that is empty or not there yet: a copy of another store.
///
/// It holds the folder's lock from the beginning to the end. A copy that was stopped goes on after
/// the files that it had finished.
public actor FlatFileFilling: StoreFilling {
  private let executor = BlockingExecutor()
  private let place: StoreFolder
  private var draft: SnapshotDraft?

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Begins a store in the folder at `path`. Throws `refused` if there is anything but a copy that
  /// was not finished, `busy` if somebody else is making it.
  public static func open(at path: String) async throws(ProvisioningError) -> FlatFileFilling {
    let place = try await offPool { () throws(ProvisioningError) in
      let folder = try Folder.openOrCreate(path)
      try StoreFolder.requireUnfinished(folder)
      let place = try StoreFolder(folder)
      try place.lock.acquire()
      // Somebody else may have made a store meanwhile.
      try StoreFolder.requireUnfinished(folder)
      return place
    }
    return FlatFileFilling(place)
  }

  private init(_ place: StoreFolder) { self.place = place }

  public func begin(_ moment: StoreMoment) throws(ProvisioningError) -> ContentsPlace? {
    var finished = FinishedTables()
    // What cannot be read back is written again.
    if try place.moment() == moment.text, let read = try? place.finishedTables() { finished = read }
    try place.sweep(besides: Set(finished.contents.keys))
    try place.write(moment)
    draft = SnapshotDraft(in: place.folder, after: finished.contents)
    return finished.place
  }

  public func write(_ page: ContentsPage) throws(ProvisioningError) {
    guard draft != nil else { throw .storeClosed }
    try draft?.write(page.rows)
  }

  public func contents() throws(ProvisioningError) -> any StoreContents {
    guard draft != nil else { throw .storeClosed }
    try draft?.seal()
    return MemoryMoment(of: try place.readDraft())
  }

  public func finish() throws(ProvisioningError) {
    guard let draft else { throw .storeClosed }
    try draft.publish()
    try place.folder.remove(StoreFile.filling)
    try place.folder.synchronize()
  }

  public func close() {
    draft = nil
    place.lock.release()
  }

  public func discard() {
    // Without a moment nothing is gone on with: what cannot be removed now goes with the next copy.
    try? place.folder.remove(StoreFile.filling)
    try? SnapshotDraft.sweep(place.folder)
    close()
  }
}
