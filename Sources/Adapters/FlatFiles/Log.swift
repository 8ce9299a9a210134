import Provisioning

/// The log: what was written since the snapshot, a line for all writes that became durable
/// together.
///
/// The first line names the snapshot's manifest; the checksum of each line goes on from that of the
/// line before. Only the last line can be torn by a crash: each is durable before the next is
/// begun.
struct Log {
  private let file: OpenFile
  /// Which file it is: another one takes its place when a new snapshot is made.
  private let identity: UInt
  private let path: String
  /// How far the log was read or written, in bytes and in lines.
  private(set) var length = 0
  private var lines = 0
  private var checksum = Checksum()

  /// The first line of a log after the snapshot whose manifest has `manifest` as its checksum.
  static func firstLine(after manifest: Checksum) -> (line: [UInt8], checksum: Checksum) {
    var object: [UInt8] = []
    object.append(object: ["after": .text(manifest.text)])
    return CheckedLine.seal(object)
  }

  /// Opens the log in `folder` and reads its first line; the others are not read yet.
  init(
    _ name: String = StoreFile.log, in folder: Folder, after manifest: Checksum
  ) throws(ProvisioningError) {
    path = "\(folder.path)/\(name)"
    file = try OpenFile(name, in: folder, .writing)
    identity = file.status.identity
    let first = Self.firstLine(after: manifest)
    guard try file.read(first.line.count, at: 0) == first.line else {
      throw .damaged(path, line: 1, "It belongs to another snapshot, or its checksum does not fit.")
    }
    (length, lines, checksum) = (first.line.count, 1, first.checksum)
  }

  /// What happened to the folder's log since it was read. Under the same manifest it only grows:
  /// throws `corrupt` if it is another file, or shorter.
  func change(in folder: Folder) throws(ProvisioningError) -> Change {
    guard let status = try folder.status(of: StoreFile.log), status.identity == identity,
      status.size >= length
    else { throw shortened }
    return status.size > length ? .grown : .unchanged
  }

  /// Lines that were read before are gone.
  var shortened: ProvisioningError {
    .damaged(path, line: lines, "Lines that were there are gone: it was cut, or replaced.")
  }

  /// What may happen to a log.
  enum Change {
    case unchanged, grown, replaced
  }

  /// Reads what the log gained into `memory`. Returns how many bytes behind its last whole line a
  /// crash has left; they are not part of it.
  mutating func read(into memory: inout MemoryContents) throws(ProvisioningError) -> Int {
    var scanner = LineScanner(file, from: length)
    var last: ArraySlice<UInt8>?
    var torn = 0
    while torn == 0, let line = try scanner.next() {
      if let (object, checksum) = CheckedLine.open(line, after: checksum) {
        try apply(object, to: &memory)
        advance(by: line.count + 1, checksum)
        last = line
      } else if try scanner.isAtLast() {
        torn = line.count + 1
      } else {
        throw .damaged(path, line: lines + 1, "Its checksum does not fit.")
      }
    }
    if let last { try rewrite(Array(last) + [0x0A]) }
    return torn + scanner.rest.count
  }

  /// Makes the last line durable, which somebody else wrote; those before it are. Whoever was killed
  /// over it has not flushed it, or failed to: the system tells that once, perhaps to nobody, and
  /// keeps the line in memory as if it were on the disk. A flush covers only what was written since.
  private func rewrite(_ line: [UInt8]) throws(ProvisioningError) {
    try file.write(line, at: length - line.count)
    try file.synchronize()
  }

  private mutating func advance(by count: Int, _ checksum: Checksum) {
    length += count
    lines += 1
    self.checksum = checksum
  }

  private func apply(
    _ object: [UInt8], to memory: inout MemoryContents
  ) throws(ProvisioningError) {
    do throws(JSONReader.Fault) {
      for write in try LoggedWrite.writes(in: object) {
        do throws(ProvisioningError) {
          try memory.apply(write)
        } catch {
          throw JSONReader.Fault("It does not follow from what stands before.")
        }
      }
    } catch {
      throw .damaged(path, line: lines + 1, error.reason, detail: error.field)
    }
  }

  /// Cuts off what a crash has left behind the last whole line.
  func cut() throws(ProvisioningError) {
    try file.truncate(to: length)
    try file.synchronize()
  }

  /// Adds a line, durably. Whatever fails, the log is as it was, unless the error says that this is
  /// not known; the store must be opened again.
  mutating func append(_ object: [UInt8]) throws(ProvisioningError) {
    let (line, checksum) = CheckedLine.seal(object, after: checksum)
    do throws(ProvisioningError) {
      try file.write(line, at: length)
    } catch {
      // What is left of the line is cut off when the store is opened again, if not now.
      try? cut()
      throw error
    }
    do throws(ProvisioningError) {
      try file.synchronize()
    } catch {
      try? cut()
      throw .outcomeUnknown(error)
    }
    advance(by: line.count, checksum)
  }
}

extension MemoryContents {
  /// Does again what was logged.
  fileprivate mutating func apply(_ write: LoggedWrite) throws(ProvisioningError) {
    switch write {
    case .commit(let changes, let revision):
      let entry = try commit(completing(changes))
      guard entry.revision == revision else { throw .conflict("the journal") }
    case .records(let changes): try self.write(changes)
    case .expiry(let moment): _ = expireRecords(before: moment)
    }
  }
}

extension ProvisioningError {
  fileprivate static func outcomeUnknown(_ error: ProvisioningError) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "It is not known whether the change was kept.",
      reason: "The system could not make it durable. \(error.reason ?? "")",
      remedy: "Check the disk. Then do the same again: what was kept is not done twice.",
      detail: error.problem)
  }
}
