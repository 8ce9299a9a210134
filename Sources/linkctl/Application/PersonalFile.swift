import FoundationEssentials
import Glibc
import Provisioning

/// What a person typed into a file instead of the command line, where others could read it: a person
/// in the form of a roster's text.
struct PersonalFile {
  /// What it holds.
  let bytes: [UInt8]

  /// Reads the file at `path`, or standard input for `-`, at most 1 MiB of it.
  init(_ what: String, in path: String) throws(ProvisioningError) {
    if path == "-" {
      bytes = try Self.standardInput(what)
    } else if let contents = FileManager.default.contents(atPath: path) {
      bytes = Array(contents)
    } else {
      throw ProvisioningError(
        .notFound, "The \(what) cannot be read.", reason: "There is no such file.",
        remedy: "Give a file, or - for standard input.")
    }
  }

  private static func standardInput(_ what: String) throws(ProvisioningError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= 1 << 20 else {
        throw ProvisioningError(
          .invalid, "The \(what) cannot be used.", reason: "It is larger than 1 MiB.")
      }
    }
  }
}
