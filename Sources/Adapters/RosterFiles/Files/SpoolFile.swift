import Provisioning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A temporary file that is being written. It has no name, so that nothing of it stays on the disk
/// when the process ends, however it ends.
struct SpoolFile {
  /// How much is spooled of one file at most, in bytes: as much as the largest honest export takes,
  /// and no disk is filled by an endless stream.
  static let limit: Int64 = 32 << 30

  private let descriptor: OpenDescriptor
  private let name: String
  /// How much was added, in bytes.
  private(set) var size: Int64 = 0

  /// Creates an empty file in the system's folder for temporary files, `TMPDIR` or /tmp. Only this
  /// user may read it. `name` is for messages.
  init(name: String) throws(ProvisioningError) {
    let folder = getenv("TMPDIR").flatMap { String(validatingCString: $0) } ?? ""
    var path = Array("\(folder.isEmpty ? "/tmp" : folder)/provisioning-XXXXXX".utf8CString)
    let number = path.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
    guard number >= 0 else { throw .unspooled(name, errno) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    descriptor = OpenDescriptor(owning: number)
    self.name = name
    // At once, before anything is written: a kill in between leaves an empty file.
    guard unlink(path) == 0 else { throw .unspooled(name, errno) }
  }

  /// Adds bytes to the end.
  mutating func append(_ bytes: ArraySlice<UInt8>) throws(ProvisioningError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor.number, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw .unspooled(name, errno)
      }
    }
    size += Int64(bytes.count)
  }

  /// The file, complete and open for reading.
  func finished() throws(ProvisioningError) -> SourceFile {
    try SourceFile(descriptor, name: name)
  }

  /// Copies what comes out of `input`, an open descriptor such as standard input, up to its end.
  /// Blocks until then, and throws once `cancellation` tells so. `input` stays open.
  ///
  /// What is more than `limit` bytes is refused.
  static func copy(
    of input: Int32, name: String, limit: Int64 = SpoolFile.limit, _ cancellation: Cancellation
  ) throws(ProvisioningError) -> SourceFile {
    var file = try SpoolFile(name: name)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      try awaitBytes(of: input, cancellation)
      let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count == 0 { return try file.finished() }
      if count < 0 {
        guard errno == EINTR || errno == EAGAIN else { throw .unreadable(name, errno) }
        continue
      }
      if file.size + Int64(count) > limit { throw .overSpoolLimit(name, limit) }
      try file.append(buffer[..<count])
    }
  }

  /// Waits until there is something to read, or the end; asks `cancellation` some times a second.
  private static func awaitBytes(
    of input: Int32, _ cancellation: Cancellation
  ) throws(ProvisioningError) {
    var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    repeat { try cancellation.check() } while poll(&request, 1, 100) == 0
  }
}

extension ProvisioningError {
  fileprivate static func unspooled(_ name: String, _ number: Int32) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(name) cannot be kept in a temporary file while it is imported.",
      reason: number == ENOSPC
        ? "The disk of the folder for temporary files is full."
        : "The system reports error \(number).",
      remedy: "Set TMPDIR to a folder that can be written, on a disk with room enough.")
  }

  fileprivate static func overSpoolLimit(_ name: String, _ limit: Int64) -> ProvisioningError {
    .unusableFile(
      name, "It is longer than \(limit) bytes.", remedy: "Check what writes it, or split it up.")
  }
}
