#if PostgreSQL
import Foundation
import Testing

/// A server of a test's own, which may be killed. It goes with the value.
final class OwnServer: Sendable {
  let url: String
  private let folder: String

  init() throws {
    var template = Array("/tmp/provisioning-server-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    try Self.run("start", folder)
    url = try String(contentsOfFile: folder + "/url", encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  func start() throws { try Self.run("start", folder) }
  func kill() throws { try Self.run("kill", folder) }

  deinit {
    _ = try? Self.run("stop", folder)
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func run(_ verb: String, _ folder: String) throws {
    let process = Process()
    process.executableURL =
      URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/postgresql").standardized
    process.arguments = [verb, folder]
    // No pipe: the server would hold its end.
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "scripts/postgresql \(verb)")
  }
}
#endif
