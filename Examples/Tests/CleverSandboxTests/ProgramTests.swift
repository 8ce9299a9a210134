import CleverSandbox
import Foundation
import ProvisioningCurl
import ProvisioningHTTP
import SandboxTesting
import Testing

/// The program, as `scripts/sandbox` starts it.
@Suite struct ProgramTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func `It prints one line of JSON when it answers, and a signal ends it well`(
    signal: Int32
  ) async throws {
    let program = try Program(["--redirect-uri", "http://127.0.0.1:9/a"])
    let line = try #require(await program.output.first { _ in true })
    let told = try #require(
      JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(told["redirect_uris"] as? [String] == ["http://127.0.0.1:9/a"])
    #expect(told["client_secret"] is String && told["district_token"] is String)
    try await meet(
      told["users"] as? [[String: String]] ?? [], at: try #require(told["url"] as? String),
      of: try #require(told["client_id"] as? String))

    kill(program.process.processIdentifier, signal)
    #expect(await program.output.first { _ in true } == nil, "one line alone")
    #expect(await program.status == 0)
  }

  /// Every role is there with a token that is good, and a teacher of the Library.
  private func meet(_ users: [[String: String]], at url: String, of app: String) async throws {
    #expect(Set(users.compactMap { $0["role"] }) == Set(UserType.allCases.map(\.rawValue)))
    #expect(users.contains { $0["role"] == "teacher" && $0["sharing"] == "teacher" })
    for user in users {
      let token = HTTPHeader("Authorization", "Bearer \(user["token"] ?? "")")
      let request = HTTPRequest(.get, "\(url)/oauth/tokeninfo", headers: [token])
      let info = try await CurlTransport().send(request)
      #expect(try info.field("client_id") == app)
    }
  }

  @Test(arguments: [
    ["--colour", "red"], ["--port", "x"], ["--port"], ["--schools", "0"],
    ["--clever-csv", "/nowhere"],
  ])
  func `Words that it cannot use are refused with a reason`(words: [String]) async throws {
    let program = try Program(words)
    #expect(await program.status == 64)
    #expect(await program.output.first { _ in true } == nil)
  }
}

/// The built program, running.
private struct Program {
  let process = Process()
  /// The lines of its standard output.
  let output: AsyncStream<String>
  private let ended: AsyncStream<Int32>

  init(_ words: [String]) throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = folder.appending(path: "clever-sandbox")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let (ended, end) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = {
      end.yield($0.terminationStatus)
      end.finish()
    }
    self.ended = ended
    output = Self.lines(of: pipe.fileHandleForReading)
    try process.run()
  }

  /// How it ended; waits for the end.
  var status: Int32? { get async { await ended.first { _ in true } } }

  private static func lines(of handle: FileHandle) -> AsyncStream<String> {
    let (lines, continuation) = AsyncStream<String>.makeStream()
    let thread = Thread {
      var text = ""
      while case let data = handle.availableData, !data.isEmpty {
        text += String(decoding: data, as: UTF8.self)
        while let end = text.firstIndex(of: "\n") {
          continuation.yield(String(text[..<end]))
          text = String(text[text.index(after: end)...])
        }
      }
      continuation.finish()
    }
    thread.start()
    return lines
  }
}
