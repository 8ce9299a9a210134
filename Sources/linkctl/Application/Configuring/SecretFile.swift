import Glibc
import Provisioning

/// A file that holds a secret and nothing else, which its owner alone may read.
struct SecretFile {
  /// What a secret may be long, in bytes.
  private static let limit = 4096

  /// What the file holds, without the line's end.
  let secret: Secret

  /// Reads the file at `path`. `what` names the secret in errors, which tell nothing of it.
  init(_ what: String, at path: String) throws(ProvisioningError) {
    // Whoever may not write would wait for the other end of a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unopened(what, errno) }
    defer { close(descriptor) }
    try Self.checkAccess(descriptor, what, path)
    var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0, count <= Self.limit else {
      throw Self.fault(what, path, .invalid, "It is larger than \(Self.limit) bytes.")
    }
    let end = bytes[..<count].lastIndex { $0 != 0x0A && $0 != 0x0D }
    guard let end else { throw Self.fault(what, path, .invalid, "It is empty.") }
    secret = Secret(String(decoding: bytes[...end], as: UTF8.self))
  }

  /// The error for a file that cannot be opened. Its name is not told: it may be the secret itself,
  /// put where the file's name belongs.
  private static func unopened(_ what: String, _ number: CInt) -> ProvisioningError {
    ProvisioningError(
      .notFound, "The file with the \(what) cannot be opened.",
      reason: "\(String(cString: strerror(number))).",
      remedy: "Check the file's name in the configuration, which is no place for the secret "
        + "itself: the file holds that alone, and is its owner's (chmod 600).")
  }

  private static func checkAccess(
    _ descriptor: CInt, _ what: String, _ path: String
  ) throws(ProvisioningError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw fault(what, path, .invalid, "It is no file.")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw ProvisioningError(
        .refused, "The \(what) in \(path) is not used.",
        reason: "Others than the file's owner may read or change it.",
        remedy: "Run 'chmod 600 \(path)', and get a new secret if others use this machine.")
    }
  }

  private static func fault(
    _ what: String, _ path: String, _ code: ProvisioningError.Code, _ reason: String
  ) -> ProvisioningError {
    ProvisioningError(
      code, "The \(what) in \(path) cannot be read.", reason: reason,
      remedy: "Put it into that file, alone, and run 'chmod 600 \(path)'.")
  }
}
