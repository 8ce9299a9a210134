import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// A folder of its own in which a test plays the administrator: runs the built tool as a process,
/// with `store.db` as its store. The folder goes when the test ends.
final class Workplace: Sendable {
  private let place = TemporaryFolder()
  var folder: String { place.path }

  /// The tool lies beside the program that runs the tests.
  static let tool: String = {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    let path = URL(filePath: program ?? CommandLine.arguments[0]).deletingLastPathComponent()
    return path.appending(path: "linkctl").path
  }()

  /// The district that the repository ships.
  static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/district").path

  /// The path of a file in the folder.
  func path(_ name: String) -> String { place.path(name) }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Writes a file into the folder.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  // MARK: Running

  /// Starts the tool and does not wait. Without `store`, nothing says which store to use.
  func start(
    _ words: [String], store: String? = "sqlite:store.db", variables: [String: String] = [:],
    input: String = "/dev/null", output: OutputPlace = .collected
  ) -> ChildProcess {
    let logs = path(".log-" + UUID().uuidString)
    let address = store.map { ["--store", $0] } ?? []
    return ChildProcess(
      Self.tool, address + words, in: folder,
      variables: ["PATH": "/usr/bin:/bin"].merging(variables) { $1 }, input: input,
      output: output, logs: logs)
  }

  /// Runs the tool to its end.
  func run(
    _ words: [String], store: String? = "sqlite:store.db", variables: [String: String] = [:],
    input: String = "/dev/null", output: OutputPlace = .collected
  ) async -> Ending {
    await Turns.shared.take()
    let ending = await start(
      words, store: store, variables: variables, input: input, output: output
    ).ending()
    await Turns.shared.give()
    return ending
  }

  /// Runs the tool for words with spaces between.
  func run(_ line: String) async -> Ending {
    await run(line.split(separator: " ").map(String.init))
  }

  /// The one document that the tool answers with; `code` is how it must end.
  @discardableResult
  func answer(
    _ line: String, code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> JSONValue {
    let ending = await run(line + " --format json")
    #expect(ending.code == code, "\(line): \(ending.errors)", sourceLocation: sourceLocation)
    let documents = try StrictJSON.lines(ending.output)
    return try #require(
      documents.count == 1 ? documents[0] : nil, "\(line) answered \(ending.output)",
      sourceLocation: sourceLocation)
  }

  /// The rows that the tool answers with, as JSON Lines.
  func rows(
    _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [JSONValue] {
    let ending = await run(line + " --format json")
    #expect(ending.code == 0, "\(line): \(ending.errors)", sourceLocation: sourceLocation)
    return try StrictJSON.lines(ending.output)
  }

  /// The error that the tool ends with; there must be no answer beside it.
  @discardableResult
  func failure(
    _ line: String, code: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> JSONValue {
    let ending = await run(line + " --format json")
    #expect(ending.code == code, "\(line): \(ending.errors)", sourceLocation: sourceLocation)
    #expect(ending.output == "", sourceLocation: sourceLocation)
    return try ending.failure
  }

  /// The store's state in its canonical form, file after file.
  func state(store: String = "sqlite:store.db") async throws -> String {
    let name = "dump-" + UUID().uuidString
    let ending = await run(
      ["store", "copy", "--state-only", "--to", "files:\(name)"], store: store)
    try #require(ending.code == 0, "\(ending.errors)")
    return ["accounts", "links", "sections", "enrollments"].map {
      contents(of: path("\(name)/\($0).jsonl"))
    }.joined(separator: "\n")
  }

  /// Checks that no rule is broken.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let report = try await answer("store verify", sourceLocation: sourceLocation)
    #expect(report["problems"] == [], sourceLocation: sourceLocation)
  }

  /// Imports the shipped district as the feed `lakeside`.
  @discardableResult
  func importFixture() async throws -> JSONValue {
    try await answer("import clever-csv \(Self.fixture) --provider lakeside")
  }
}

extension Ending {
  /// The error on the last line of standard error.
  var failure: JSONValue {
    get throws {
      let last = errors.split(separator: "\n").last.map(String.init) ?? ""
      let document = try StrictJSON.document(last)
      guard document.keys == "error", document["error"].keys == "code problem reason remedy" else {
        throw StrictJSON.Fault.unexpected(at: 0, in: last)
      }
      return document["error"]
    }
  }
}

/// Lets a few processes run at a time, so that none of many tests waits too long for a processor.
private actor Turns {
  static let shared = Turns()
  private var free = 4
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func give() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
