import Provisioning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file, open for reading; closed when the value goes.
struct SourceFile: ~Copyable {
  /// What tells whether a file is still the one that was read.
  struct Signature: Hashable, Sendable {
    /// The file's size in bytes.
    let size: Int64
    fileprivate let device: UInt64
    fileprivate let node: UInt64
    fileprivate let seconds: Int64
    fileprivate let nanoseconds: Int64
  }

  /// The file's name within its folder, for messages.
  let name: String
  /// The file as it was when it was opened.
  let signature: Signature
  private let descriptor: Int32

  /// Opens `path`, which messages call `name`.
  ///
  /// Symbolic links, pipes and devices are refused: a pipe would block for ever, and a link may
  /// lead out of the folder that the administrator named.
  init(path: String, name: String) throws(ProvisioningError) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openingFailed(name, errno) }
    guard let signature = Self.signature(of: descriptor) else {
      close(descriptor)
      throw Self.notRegular(name)
    }
    self.name = name
    self.signature = signature
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Whether the file still has the size and time of change that it was opened with.
  var isUnchanged: Bool { Self.signature(of: descriptor) == signature }

  /// Reads on into `buffer` from `index` to its end. Returns the number of bytes; 0 at the end.
  func read(into buffer: inout [UInt8], from index: Int) throws(ProvisioningError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        // Qualified: the method's own name hides the system's.
        systemRead(descriptor, bytes.baseAddress! + index, bytes.count - index)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.readingFailed(name, errno) }
    }
  }

  /// Goes on reading at `offset` bytes from the file's beginning.
  func seek(to offset: Int64) throws(ProvisioningError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) else {
      throw Self.readingFailed(name, errno)
    }
  }

  /// `nil` unless it is a regular file.
  private static func signature(of descriptor: Int32) -> Signature? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Signature(
      size: Int64(status.st_size), device: UInt64(truncatingIfNeeded: status.st_dev),
      node: UInt64(status.st_ino), seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
  }

  private static func openingFailed(_ name: String, _ number: Int32) -> ProvisioningError {
    switch number {
    case ELOOP, ENXIO: notRegular(name)
    case ENOENT: .missingFile(name)
    case EACCES:
      ProvisioningError(
        .unavailable, "\(name) cannot be read.", reason: "Its permissions do not allow it.",
        remedy: "Let the user that runs the import read the file.")
    default: readingFailed(name, number)
    }
  }

  private static func notRegular(_ name: String) -> ProvisioningError {
    .unusableFile(
      name, "It is no regular file, but a link, a folder, a pipe or a device.",
      remedy: "Put the file itself into the folder.")
  }

  private static func readingFailed(_ name: String, _ number: Int32) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(name) cannot be read.", reason: "The system reports error \(number).",
      remedy: "Check the disk or network drive that it is on, and start the import again.")
  }
}

private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(file, bytes, count)
}
