import Glibc
package import Provisioning

/// An open folder. What is in it is reached through its descriptor, so nobody can put another
/// folder in its place meanwhile; a symbolic link in it is never followed.
package final class Folder: Sendable {
  /// The path, for messages.
  let path: String
  let descriptor: Int32

  private init(_ path: String, _ descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Opens the folder at `path`; `nil` if there is none.
  static func open(_ path: String) throws(ProvisioningError) -> Folder? {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { return Folder(path, descriptor) }
    if errno == ENOENT { return nil }
    throw errno == ENOTDIR ? .noFolder(path) : .unusable(path)
  }

  /// Opens the folder at `path`; a missing one is made, with mode 0700.
  static func openOrCreate(_ path: String) throws(ProvisioningError) -> Folder {
    let isNew = mkdir(path, 0o700) == 0
    guard isNew || errno == EEXIST, let folder = try open(path) else { throw .unwritable(path) }
    // A name is durable when the folder that it is in is.
    if isNew { try open(path + "/..")?.synchronize() }
    return folder
  }

  /// Opens the folder at `path` as ``openOrCreate(_:)`` does; one that is there must be empty.
  package static func createEmpty(_ path: String) throws(ProvisioningError) -> Folder {
    let folder = try openOrCreate(path)
    guard try folder.names().isEmpty else { throw .notEmpty(path) }
    return folder
  }

  /// The names in the folder, in no order.
  func names() throws(ProvisioningError) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw .unusable(path) }
    guard let listing = fdopendir(copy) else {
      close(copy)
      throw .unusable(path)
    }
    defer { closedir(listing) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .unusable(path) }
    return names
  }

  /// How a file is now, a link not followed; `nil` if there is none.
  func status(of name: String) throws(ProvisioningError) -> FileStatus? {
    var status = stat()
    if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return FileStatus(status) }
    guard errno == ENOENT else { throw .unusable("\(path)/\(name)") }
    return nil
  }

  /// Makes the names in the folder durable.
  package func synchronize() throws(ProvisioningError) {
    if fsync(descriptor) != 0 { throw .unwritable(path) }
  }

  /// Gives a file another name, in place of what has that name.
  func rename(_ name: String, to place: String) throws(ProvisioningError) {
    guard renameat(descriptor, name, descriptor, place) == 0 else {
      throw .unwritable("\(path)/\(place)")
    }
  }

  /// Removes a file, if it is there.
  func remove(_ name: String) throws(ProvisioningError) {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw .unwritable("\(path)/\(name)")
    }
  }
}

extension ProvisioningError {
  static let storeClosed = ProvisioningError(
    .unavailable, "The store is closed.", reason: "It was used after 'close()'.")

  /// The error of a failed call of the system, from `errno`.
  static func unwritable(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(path) cannot be written.", reason: String(cString: strerror(errno)) + ".",
      remedy: "Check the folder, its permissions and the space left.")
  }

  /// The error of a failed call of the system, from `errno`.
  static func unusable(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(path) cannot be used.", reason: String(cString: strerror(errno)) + ".",
      remedy: "Check who owns the folder and its files.")
  }

  static func notEmpty(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "The folder \(path) cannot be written to.", reason: "It is not empty.",
      remedy: "Name a folder that is empty or not there yet.")
  }

  fileprivate static func noFolder(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "\(path) cannot be used.", reason: "It is no folder.",
      remedy: "Name a folder.")
  }
}
