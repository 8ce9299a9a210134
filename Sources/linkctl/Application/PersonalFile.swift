import FoundationEssentials
import Glibc
import Provisioning

/// What a person typed into a file instead of the command line, where others could read it.
struct PersonalFile {
  private let what: String
  private let bytes: Data

  /// Reads the file at `path`, or standard input for `-`, at most 1 MiB of it.
  init(_ what: String, in path: String) throws(ProvisioningError) {
    self.what = what
    if path == "-" {
      bytes = try Self.standardInput(what)
    } else if let contents = FileManager.default.contents(atPath: path) {
      bytes = contents
    } else {
      throw ProvisioningError(
        .notFound, "The \(what) cannot be read.", reason: "There is no such file.",
        remedy: "Give a file, or - for standard input.")
    }
  }

  /// The value that the file holds as a JSON object of `fields`.
  func decode<Value: Decodable>(
    _ type: Value.Type, as fields: String, see help: String
  ) throws(ProvisioningError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch {
      throw ProvisioningError(
        .invalid, "The \(what) cannot be used.", reason: "It is no JSON object with \(fields).",
        remedy: "See '\(help)'.", detail: "\(error)")
    }
  }

  private static func standardInput(_ what: String) throws(ProvisioningError) -> Data {
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= 1 << 20 else {
        throw ProvisioningError(
          .invalid, "The \(what) cannot be used.", reason: "It is larger than 1 MiB.")
      }
    }
  }
}
