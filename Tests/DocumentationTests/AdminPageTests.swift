import Foundation
import Provisioning
import ProvisioningTesting
import Testing

/// Runs what the administrators' pages show, on the district in the fixtures.
@Suite struct AdminPageTests {
  @Test(.timeLimit(.minutes(15))) func everyCommandDoesWhatThePageSays() throws {
    let session = try Session()
    let page = try Document("docs/admin.md")
    try session.write("identity.json", page.blocks(of: "json").joined())
    let person = #"{"role":"teacher","district":"d-100","name":{"family":"Larkrise"}}"#
    try session.write("person.json", [person])
    try session.write(
      "linkctl.json", Document("docs/configuration.md").blocks(of: "json5").joined())
    let lines = page.blocks(of: "sh").joined()
    #expect(lines.count > 25)
    for line in lines { try session.run(line) }
  }
}

/// Imports what the page on rosters shows.
@Suite struct RosterPageTests {
  @Test func theRosterOfThePageIsImported() throws {
    let session = try Session()
    let page = try Document("docs/roster-lines.md")
    let lines = page.blocks(of: "jsonl").joined()
    let roster = try RosterText(of: .named("lakeside")).decode(lines.joined(separator: "\n"))
    #expect(roster.people.count == 2 && roster.sections.count == 2 && roster.notes.count == 2)
    try session.write("roster.jsonl", lines)
    for line in page.blocks(of: "sh").joined() { try session.run(line) }
    for key in roster.people.map(\.key) { try session.run("linkctl account find \(key)") }
    for key in roster.sections.map(\.key) { try session.run("linkctl section show \(key)") }
  }
}

/// Runs what the page on stores in plain files shows.
@Suite struct FlatFilesPageTests {
  @Test(.timeLimit(.minutes(15))) func everyCommandReadsTheFiles() throws {
    let session = try Session()
    let lines = try Document("docs/flat-files.md").blocks(of: "sh").joined()
    #expect(lines.count > 8)
    for line in lines { try session.run(line) }
  }
}

/// One administrator at work: a folder, and the names that the tool has printed.
private final class Session {
  private let scratch: TemporaryFolder
  private var names: [String: String] = [:]
  private let tools = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  init() throws {
    scratch = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path("exports"), withIntermediateDirectories: true)
    for (fixture, export) in [("district", "lakeside"), ("oneroster", "fenfield")] {
      try FileManager.default.copyItem(
        at: Document.root.appending(path: "Tests/Fixtures/\(fixture)"),
        to: URL(filePath: scratch.path("exports/\(export)")))
    }
  }

  func write(_ name: String, _ lines: some Sequence<String>) throws {
    let text = lines.joined(separator: "\n")
    try text.write(toFile: scratch.path(name), atomically: true, encoding: .utf8)
  }

  /// Runs a line such as `linkctl gate check --role contact  # exit 1`, as a shell does.
  func run(_ line: String) throws {
    let parts = line.components(separatedBy: "  # exit ")
    let tool = line.prefix { $0 != " " }
    #expect(["linkctl", "jq", "diff"].contains(tool), "\(line)")
    let (code, output) = try start(named(parts[0]))
    #expect(code == (parts.count > 1 ? Int32(parts[1]) : 0), "\(line)\n\(output)")
    remember(output)
  }

  private func start(_ command: String) throws -> (code: Int32, output: String) {
    let path = "\(tools.path):/usr/bin:/bin"
    let place = "cd '\(scratch.path)' && exec 2>&1 </dev/null && export LANG=C.UTF-8"
    let stream = try #require(popen("\(place) PATH='\(path)' && \(command)", "re"))
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      output += buffer[..<count]
    }
    let status = pclose(stream)
    return ((status >> 8) & 0xFF, String(decoding: output, as: UTF8.self))
  }

  /// The line with names that were printed before in place of words in capitals.
  private func named(_ line: String) -> String {
    line.split(separator: " ", omittingEmptySubsequences: false)
      .map { names[String($0)] ?? String($0) }.joined(separator: " ")
  }

  /// Keeps the names that are printed after the word for their kind, or first in a table's row.
  private func remember(_ output: String) {
    for line in output.split(separator: "\n") {
      let words: [Substring] = ["account"] + line.split { " :;".contains($0) }
      for (kind, name) in zip(words, words.dropFirst()) where name.count >= 20 {
        guard ["account", "entry", "run", "ticket"].contains(kind), name.first == kind.first else {
          continue
        }
        names[kind.uppercased()] = String(name)
      }
    }
  }
}
