import Glibc
package import Provisioning
import Synchronization

/// A file that appears whole or not at all: written beside its place with mode 0600, made durable,
/// renamed.
package final class DurableFile: Sendable {
  private let path: String
  private let draft: String
  /// The open file; -1 once it is committed.
  private let open: Mutex<Int32>

  package init(_ name: String, in folder: String) throws(ProvisioningError) {
    path = "\(folder)/\(name)"
    draft = "\(folder)/.\(name).new"
    let descriptor = Glibc.open(
      draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    open = Mutex(descriptor)
    if descriptor < 0 { throw .unwritable(path) }
  }

  deinit {
    let descriptor = open.withLock { $0 }
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(draft)
  }

  package func write(_ bytes: [UInt8]) throws(ProvisioningError) {
    let descriptor = open.withLock { $0 }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw .unwritable(path) }
      done += count
    }
  }

  package func commit() throws(ProvisioningError) {
    let descriptor = open.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
    let isDurable = fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    guard isDurable, isClosed, rename(draft, path) == 0 else {
      unlink(draft)
      throw .unwritable(path)
    }
  }
}

/// Folders of our own: private, and durable.
package enum Folder {
  /// Creates a folder with mode 0700; one that is there must be empty.
  package static func createEmpty(_ path: String) throws(ProvisioningError) {
    if mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST, let listing = opendir(path) else { throw .unwritable(path) }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name == "." || name == ".." else {
        throw ProvisioningError(
          .refused, "The folder \(path) cannot be written to.", reason: "It is not empty.",
          remedy: "Name a folder that is empty or not there yet.")
      }
    }
  }

  /// Makes the names in a folder durable.
  package static func synchronize(_ path: String) throws(ProvisioningError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unwritable(path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw .unwritable(path) }
  }
}

extension ProvisioningError {
  fileprivate static func unwritable(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(path) cannot be written.", reason: String(cString: strerror(errno)) + ".",
      remedy: "Check the folder, its permissions and the space left.")
  }
}
