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
    _ = Self.begin("stop", folder).reaped()
  }

  private static func run(_ verb: String, _ folder: String) async throws {
    let ending = await begin(verb, folder).ending()
    try #require(ending.code == 0, "scripts/postgresql \(verb): \(ending.errors)")
  }

  private static func begin(_ verb: String, _ folder: String) -> Child {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/postgresql").standardized
    return Child(script.path, [verb, folder])
  }
}
#endif
