#if PostgreSQL
import Foundation
import ProvisioningTesting
import Testing

/// The built tool as many processes at one PostgreSQL store.
@Suite(Server.isThere, .timeLimit(.minutes(15))) struct ToolTests {
  /// A database of the test's own, where the tool keeps its tables.
  private let database: Database

  init() throws { database = try Database() }

  @Test func newPeopleAtOnceGetOneAccountEach() async throws {
    #expect(try await run("store init").code == 0)
    for person in 1...4 {
      let words = "sign-in --provider clever --subject s\(person) --role student --format json"
      let endings = try await withThrowingTaskGroup(of: Ending.self) { group in
        for _ in 0..<8 { group.addTask { try await run(words) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(endings.allSatisfy { $0.code == 0 }, "\(endings)")
      #expect(endings.count { $0.output.contains("\"outcome\":\"created\"") } == 1)
      #expect(endings.count { $0.output.contains("\"outcome\":\"signed_in\"") } == 7)
    }
    let status = try await run("store status --format json")
    #expect(status.output.contains("\"active\":4"), "\(status)")
    #expect(status.output.contains("\"journal_entries\":4"), "\(status)")
    #expect(try await run("store verify").code == 0)
  }

  @Test func aStoreThatIsMissingIsMadeByOneOfMany() async throws {
    let endings = try await withThrowingTaskGroup(of: Ending.self) { group in
      for person in 0..<6 {
        group.addTask { try await run("sign-in --provider a --subject s\(person) --role student") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(endings.allSatisfy { $0.code == 0 }, "\(endings)")
    #expect(endings.count { $0.errors.contains("created the store") } == 1, "\(endings)")
  }

  @Test func aDistrictComesInAndIsCopiedOutAndBack() async throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/district").standardized.path
    let first = try await run("import clever-csv \(fixture) --provider lakeside --format json")
    #expect(first.code == 0, "\(first)")
    let again = try await run("import clever-csv \(fixture) --provider lakeside --format json")
    #expect(again.output.contains("\"entries\":0"), "\(again)")
    let file = "/tmp/provisioning-copy-\(getpid()).db"
    defer { for end in ["", "-lock", "-wal", "-shm"] { unlink(file + end) } }
    #expect(try await run("store copy --to sqlite:\(file)").code == 0)
    let other = try Database()
    let back = try await run("store copy --to \(other.url)", store: "sqlite:\(file)")
    #expect(back.code == 0, "\(back)")
    let states = ["a", "b"].map { "/tmp/provisioning-state-\(getpid())-\($0)" }
    defer { for state in states { try? FileManager.default.removeItem(atPath: state) } }
    for (url, state) in zip([database.url, other.url], states) {
      let copied = try await run("store copy --state-only --to files:\(state)", store: url)
      #expect(copied.code == 0, "\(copied)")
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: states[0]) {
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(states[0])/\(name)", andPath: "\(states[1])/\(name)"), "\(name)")
    }
    #expect(try await run("store verify", store: other.url).code == 0)
  }

  private func run(_ line: String, store: String? = nil) async throws -> Ending {
    let tool = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "linkctl")
    return await Child(
      tool.path,
      ["--store", store ?? database.url] + line.split(separator: " ").map(String.init)
    ).ending()
  }
}

/// A database that goes with the value.
private final class Database: Sendable {
  let url: String
  private let name = "tool_\(getpid())_\(UInt32.random(in: 0 ... .max))"

  init() throws {
    let server = try #require(Server.url)
    try execute("CREATE DATABASE \(name)", at: server)
    url = Server.url(ofDatabase: name, at: server)
  }

  deinit {
    if let server = Server.url { _ = try? execute("DROP DATABASE IF EXISTS \(name)", at: server) }
  }
}
#endif
