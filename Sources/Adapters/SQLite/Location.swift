import Glibc
import Provisioning

/// Where a store's file lies. Symbolic links are followed, so that all who open the same file, by
/// whatever name, share one lock file.
struct Location: Sendable {
  let path: String
  var lockPath: String { path + "-lock" }

  /// Finds the file called `name`, which need not exist.
  init(_ name: String) throws(ProvisioningError) {
    guard !name.isEmpty, !name.utf8.contains(0) else { throw .noFileName }
    if let path = Self.resolved(name) {
      self.path = path
      return
    }
    guard errno == ENOENT else { throw .system("The store's file cannot be reached.") }
    let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(name[...$0]) } ?? "."
    let last = slash.map { String(name[name.index(after: $0)...]) } ?? name
    guard !last.isEmpty else { throw .noFileName }
    guard let parent = Self.resolved(folder) else {
      throw errno == ENOENT ? .noFolder : .system("The folder of its file cannot be reached.")
    }
    path = parent == "/" ? "/" + last : parent + "/" + last
  }

  private static func resolved(_ name: String) -> String? {
    guard let path = realpath(name, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// The folder that the file is in.
  var folder: String {
    let folder = String(path.prefix(upTo: slash))
    return folder.isEmpty ? "/" : folder
  }

  /// The file's name in its folder.
  var name: String { String(path[path.index(after: slash)...]) }

  /// Paths are absolute.
  private var slash: String.Index { path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex }

  /// Whether the file is there. It is not opened.
  func exists() throws(ProvisioningError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .system("The store's file cannot be reached.") }
      return false
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ProvisioningError(
        .invalid, "The store's name leads to no file.",
        reason: "It leads to a folder or a device.",
        remedy: "Name a file, as in sqlite:PATH.")
    }
    return true
  }

  /// Makes an empty file that only its owner reads. SQLite gives the files beside it the same mode.
  /// The file must be missing: no connection has it open, so closing it here drops no lock.
  func create() throws(ProvisioningError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("The store's file cannot be made.") }
    close(descriptor)
  }
}

extension ProvisioningError {
  fileprivate static let noFileName = ProvisioningError(
    .invalid, "The store's file has no usable name.", reason: "The name is empty or holds a NUL.",
    remedy: "Name a file, as in sqlite:PATH.")

  fileprivate static let noFolder = ProvisioningError(
    .unavailable, "The store cannot be used.", reason: "The folder of its file is missing.",
    remedy: "Make the folder, or name another file, as in sqlite:PATH.")

  static func noStore(at path: String) -> ProvisioningError {
    ProvisioningError(
      .notFound, "There is no store.", reason: "The file \(path) is missing or empty.",
      remedy: "Go to its folder, or name it with --store. 'linkctl store init' makes a new one.")
  }
}
