import Glibc
import Provisioning

/// Which file it is, and how many bytes it has.
struct FileStatus: Hashable {
  /// Differs between files that are open at the same time.
  let identity: UInt
  let size: Int

  init(_ status: stat) {
    identity = UInt(status.st_ino)
    size = Int(status.st_size)
  }
}

/// An open file of a folder, readable and writable by its owner only.
final class OpenFile: Sendable {
  private let path: String
  private let descriptor: Int32
  /// How the file was when it was opened.
  let status: FileStatus

  /// How a file is opened.
  enum Mode {
    case reading
    case writing
    /// The file must be missing.
    case creating
    /// A missing file is made.
    case writingOrCreating
  }

  /// Opens a file. A symbolic link, or anything else that is no file, is refused.
  init(_ name: String, in folder: Folder, _ mode: Mode) throws(ProvisioningError) {
    path = "\(folder.path)/\(name)"
    let flags: Int32 =
      switch mode {
      case .reading: O_RDONLY | O_NONBLOCK
      case .writing: O_RDWR
      case .creating: O_RDWR | O_CREAT | O_EXCL
      case .writingOrCreating: O_RDWR | O_CREAT
      }
    descriptor = openat(folder.descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: throw .missing(path)
      case ELOOP: throw .noFile(path)
      default: throw mode == .reading ? .unusable(path) : .unwritable(path)
      }
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      let error: ProvisioningError = isKnown ? .noFile(path) : .unusable(path)
      close(descriptor)
      throw error
    }
    self.status = FileStatus(status)
  }

  deinit { close(descriptor) }

  /// Reads all of the file.
  func readAll() throws(ProvisioningError) -> [UInt8] { try read(status.size, at: 0) }

  /// Reads up to `count` bytes from `offset` on; fewer only at the end of the file.
  func read(_ count: Int, at offset: Int) throws(ProvisioningError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let taken = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
      }
      if taken < 0, errno == EINTR { continue }
      if taken < 0 { throw .unusable(path) }
      if taken == 0 { break }
      done += taken
    }
    bytes.removeLast(count - done)
    return bytes
  }

  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: [UInt8], at offset: Int) throws(ProvisioningError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw .unwritable(path) }
      done += count
    }
  }

  /// Cuts the file at `length`.
  func truncate(to length: Int) throws(ProvisioningError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .unwritable(path) }
  }

  /// Makes what was written durable. Where it fails, what is on the disk is not known: the system
  /// may drop what it could not write, and say so only once.
  func synchronize() throws(ProvisioningError) {
    guard fsync(descriptor) == 0 else { throw .unwritable(path) }
  }

  /// Locks the file between programs, if nobody else has; returns whether it did.
  func lock() throws(ProvisioningError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else { throw .unusable(path) }
    return false
  }

  /// Gives the lock back.
  func unlock() { flock(descriptor, LOCK_UN) }
}

extension ProvisioningError {
  fileprivate static func missing(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The store's file \(path) is missing.", reason: "The others need it.",
      remedy: "Put back a copy of the whole folder that 'linkctl store copy' made.")
  }

  fileprivate static func noFile(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "\(path) is not used.", reason: "It is no file but a link or something else.",
      remedy: "Find out who put it there, and remove it.")
  }
}
