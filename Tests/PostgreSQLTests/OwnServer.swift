#if PostgreSQL
import Foundation
import ProvisioningTesting
import Testing

/// A server of a test's own, which may be killed. It goes with the value.
final class OwnServer: Sendable {
  let url: String
  private let place = TemporaryFolder()
  private var folder: String { place.path }

  init() async throws {
    try await Self.run("start", place.path)
    url = try String(contentsOfFile: place.path("url"), encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  func start() async throws { try await Self.run("start", folder) }
  func kill() async throws { try await Self.run("kill", folder) }

  deinit {
    if let stopping = try? Self.begin("stop", folder) { stopping.waitUntilExit() }
  }

  private static func run(_ verb: String, _ folder: String) async throws {
    let process = try begin(verb, folder)
    // Waiting for its exit would keep a thread from all other tests.
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    try #require(process.terminationStatus == 0, "scripts/postgresql \(verb)")
  }

  private static func begin(_ verb: String, _ folder: String) throws -> Process {
    let process = Process()
    process.executableURL =
      URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/postgresql").standardized
    process.arguments = [verb, folder]
    // No pipe: the server would hold its end.
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }
}
#endif
