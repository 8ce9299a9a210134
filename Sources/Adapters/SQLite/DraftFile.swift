import Glibc
import Provisioning

/// A database in the making, in a file of its own beside its place, with mode 0600. Nobody else
/// knows it before it is put there, so that the file at its place is whole or not there at all.
///
/// A second file, whose lock is held as long as the draft is needed, tells it from one that a
/// killed program left behind.
final class DraftFile: Sendable {
  let path: String
  private let folder: String
  private let hold: FileLock

  private static let mark = ".draft-"
  private static let holdSuffix = ".hold"

  /// Makes an empty file beside `place`, and removes what killed programs have left there.
  init(beside place: Location) throws(ProvisioningError) {
    folder = place.folder
    Self.removeAbandoned(beside: place)
    var template = Array(
      "\(folder)/.\(place.name)\(Self.mark)XXXXXX\(Self.holdSuffix)".utf8CString)
    let descriptor = mkstemps(&template, Int32(Self.holdSuffix.utf8.count))
    guard descriptor >= 0 else { throw .system("A file beside \(place.path) cannot be made.") }
    close(descriptor)
    let holdPath = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    path = String(holdPath.dropLast(Self.holdSuffix.count))
    hold = try FileLock(path: holdPath, patience: .seconds(10))
    try hold.acquire()
    let draft = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard draft >= 0 else { throw .system("A file beside \(place.path) cannot be made.") }
    close(draft)
  }

  /// Fills the file from `source` and checks what it got.
  func fill(
    from source: Session, _ course: Course, then finish: (Session) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    do throws(ProvisioningError) {
      let session = try Session(path: path, source.layout)
      try session.takePages(of: source, course)
      try session.configure(for: .drafting)
      try finish(session)
    } catch {
      guard error.code == .unavailable else { throw error }
      throw ProvisioningError(
        .unavailable, "A copy in \(folder) cannot be written.", reason: error.reason,
        remedy: error.remedy, detail: error.detail)
    }
  }

  /// Gives the file its place, durably. No connection has it open any more.
  func put(at place: String, _ existing: ExistingFile) throws(ProvisioningError) {
    try Self.put(path, at: place, in: folder, existing)
  }

  /// Gives the file at `path` another place in the same folder, durably. Throws `refused` if
  /// something is there and stays.
  static func put(
    _ path: String, at place: String, in folder: String, _ existing: ExistingFile
  ) throws(ProvisioningError) {
    try synchronize(path)
    // A second name is never given in place of another file.
    if existing == .keep, link(path, place) == 0 {
      unlink(path)
    } else if existing == .keep, errno == EEXIST {
      throw ProvisioningError(
        .refused, "\(place) was not written.", reason: "Such a file has come there meanwhile.",
        remedy: "Name another file.")
    } else if rename(path, place) != 0 {  // Some file systems know no second names.
      throw .system("\(place) cannot be written.")
    }
    try synchronize(folder)
  }

  /// Removes the file, if it was not put anywhere, with all that SQLite laid beside it.
  func remove() { Self.remove(path) }

  /// Removes the file at `path` likewise.
  static func remove(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock", holdSuffix] { unlink(path + suffix) }
  }

  /// Removes drafts beside `place` whose lock nobody holds. What cannot be removed stays.
  private static func removeAbandoned(beside place: Location) {
    let prefix = ".\(place.name)\(mark)"
    for name in names(in: place.folder) where name.hasPrefix(prefix) && name.hasSuffix(holdSuffix) {
      let holdPath = "\(place.folder)/\(name)"
      let random = name.dropFirst(prefix.count).dropLast(holdSuffix.count)
      guard random.count == 6, random.allSatisfy({ $0.isLetter || $0.isNumber }),
        let lock = try? FileLock(path: holdPath, patience: .zero), (try? lock.acquire()) != nil
      else { continue }
      remove(String(holdPath.dropLast(holdSuffix.count)))
    }
  }

  private static func names(in folder: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      names.append(withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) })
    }
    return names
  }

  private static func synchronize(_ path: String) throws(ProvisioningError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("\(path) cannot be written.") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("\(path) cannot be written.") }
  }
}
