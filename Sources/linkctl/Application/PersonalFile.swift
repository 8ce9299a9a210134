import FoundationEssentials
import Glibc
import Provisioning

/// What a person typed into a file instead of the command line, where others could read it: a
/// person in the form of a roster's text.
struct PersonalFile {
  /// What it holds.
  let bytes: [UInt8]

  /// Reads the file at `path`, or standard input for `-`, at most 1 MiB of it.
  init(_ what: String, in path: String) async throws {
    if path == "-" {
      bytes = try await Self.standardInput(what)
    } else if let contents = FileManager.default.contents(atPath: path) {
      bytes = Array(contents)
    } else {
      throw ProvisioningError(
        .notFound, "The \(what) cannot be read.", reason: "There is no such file.",
        remedy: "Give a file, or - for standard input.")
    }
  }

  private static func standardInput(_ what: String) async throws -> [UInt8] {
    let input = Input(descriptor: STDIN_FILENO)
    var all: [UInt8] = []
    while case let bytes = try await input.bytes(upTo: 1 << 16), !bytes.isEmpty {
      all += bytes
      guard all.count <= 1 << 20 else {
        throw ProvisioningError(
          .invalid, "The \(what) cannot be used.", reason: "It is larger than 1 MiB.",
          remedy: "Give the \(what) alone.")
      }
    }
    return all
  }
}
