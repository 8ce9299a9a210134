import Glibc
import Provisioning

/// A database in the making, in a file of its own beside its place, with mode 0600. Nobody else
/// knows it before it is put there, so that the file at its place is whole or not there at all.
struct DraftFile: Sendable {
  let path: String
  private let folder: String

  /// Makes an empty file beside `place`.
  init(beside place: Location) throws(ProvisioningError) {
    folder = place.folder
    var template = Array("\(folder)/.\(place.name).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .system("A file beside \(place.path) cannot be made.") }
    close(descriptor)
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// Fills the file from `source` and checks what it got.
  func fill(
    from source: Session, _ course: Course, then finish: (Session) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    let session = try Session(path: path, source.layout)
    try session.takePages(of: source, course)
    try session.configure(for: .drafting)
    try finish(session)
  }

  /// Gives the file its place, durably. No connection has it open any more.
  func put(at place: String) throws(ProvisioningError) {
    try Self.synchronize(path)
    guard rename(path, place) == 0 else { throw .system("\(place) cannot be written.") }
    try Self.synchronize(folder)
  }

  /// Removes the file, if it was not put anywhere, with all that SQLite laid beside it.
  func remove() {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
  }

  private static func synchronize(_ path: String) throws(ProvisioningError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("\(path) cannot be written.") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("\(path) cannot be written.") }
  }
}
