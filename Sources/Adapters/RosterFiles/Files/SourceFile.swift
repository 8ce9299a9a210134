import Provisioning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file, open for reading, perhaps one that has no name any more. Copies share what is
/// open; it is closed when the last of them goes.
struct SourceFile: Sendable {
  /// What tells whether a file is still the one that was read.
  struct Signature: Hashable, Sendable {
    /// The file's size in bytes.
    let size: Int64
    fileprivate let device: UInt64
    fileprivate let node: UInt64
    fileprivate let seconds: Int64
    fileprivate let nanoseconds: Int64
  }

  /// The file's name, for messages.
  let name: String
  /// The file as it was when it was opened.
  let signature: Signature
  /// What is open.
  let descriptor: OpenDescriptor

  /// Opens the file at `path` in a folder, which messages call `name`.
  ///
  /// Symbolic links, pipes and devices are refused: a pipe would block for ever, and a link may
  /// lead out of the folder that the administrator named.
  init(path: String, name: String) throws(ProvisioningError) {
    try self.init(OpenDescriptor(path: path, name: name, flags: O_NOFOLLOW), name: name)
  }

  /// Opens the file that the administrator named by its path. A symbolic link is followed, for it
  /// was named; messages have the last part of the path.
  init(named path: String) throws(ProvisioningError) {
    let name = path.utf8.split(separator: 0x2F).last.flatMap { String($0) } ?? path
    // A NUL would end the path early for the system, and open another file.
    guard !path.utf8.contains(0) else { throw .missingFile(name) }
    try self.init(OpenDescriptor(path: path, name: name, flags: 0), name: name)
  }

  /// Reads what is open already, from its beginning whatever was read or written there before.
  /// Throws unless it is a regular file.
  init(_ descriptor: OpenDescriptor, name: String) throws(ProvisioningError) {
    guard let signature = descriptor.signature else { throw .notRegular(name) }
    self.name = name
    self.signature = signature
    self.descriptor = descriptor
  }

  /// Whether the file still has the size and time of change that it was opened with.
  var isUnchanged: Bool { descriptor.signature == signature }

  /// Throws `conflict` unless the file still has the size and time of change that it was opened
  /// with.
  func requireUnchanged() throws(ProvisioningError) {
    guard isUnchanged else { throw .changedFile(name) }
  }

  /// Reads the bytes at `offset` into `buffer` from `index` to its end. Returns their number; 0 at
  /// the end of the file.
  func read(
    at offset: Int64, into buffer: inout [UInt8], from index: Int
  ) throws(ProvisioningError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        pread(
          descriptor.number, bytes.baseAddress! + index, bytes.count - index, off_t(offset))
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw .unreadable(name, errno) }
    }
  }
}

/// What the system calls an open file; closed when the last user goes.
final class OpenDescriptor: Sendable {
  /// The system's number of it.
  let number: Int32

  /// Takes over `number`, which nobody else closes.
  init(owning number: Int32) { self.number = number }

  /// Opens `path` for reading; messages call it `name`.
  init(path: String, name: String, flags: Int32) throws(ProvisioningError) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    let number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags)
    guard number >= 0 else { throw .unopened(name, errno) }
    self.number = number
  }

  deinit { close(number) }

  /// `nil` unless it is a regular file.
  var signature: SourceFile.Signature? {
    var status = stat()
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
    let time = status.st_mtimespec
    #else
    let time = status.st_mtim
    #endif
    return SourceFile.Signature(
      size: Int64(status.st_size), device: UInt64(truncatingIfNeeded: status.st_dev),
      node: UInt64(status.st_ino), seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }
}

extension ProvisioningError {
  fileprivate static func unopened(_ name: String, _ number: Int32) -> ProvisioningError {
    switch number {
    case ELOOP, ENXIO: notRegular(name)
    case ENOENT, ENOTDIR: .missingFile(name)
    case EACCES:
      ProvisioningError(
        .unavailable, "\(name) cannot be read.", reason: "Its permissions do not allow it.",
        remedy: "Let the user that runs the import read the file.")
    default: unreadable(name, number)
    }
  }

  fileprivate static func notRegular(_ name: String) -> ProvisioningError {
    .unusableFile(
      name, "It is no regular file, but a link, a folder, a pipe or a device.",
      remedy: "Give the file itself.")
  }

  /// A file that the system does not let be read, for the reason of that number.
  static func unreadable(_ name: String, _ number: Int32) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(name) cannot be read.", reason: "The system reports error \(number).",
      remedy: "Check the disk or network drive that it is on, and start the import again.")
  }
}
