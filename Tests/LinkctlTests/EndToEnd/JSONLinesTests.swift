import ProvisioningTesting
import Glibc
import Testing

@testable import linkctl

/// Rosters in JSON Lines, from a file, through a pipe, and stopped at any moment.
@Suite(.timeLimit(.minutes(15))) struct JSONLinesTests {
  let place = Workplace()
  private let words = ["import", "jsonl", "-", "--provider", "lakeside", "--format", "json"]

  /// A school with as many students, each in two sections of twenty.
  private static func roster(students count: Int) -> String {
    let people = (0..<count).map {
      #"{"person":{"subject":"s\#($0)","role":"student","name":{"given":"G\#($0)"}}}"#
    }
    let sections = (0..<max(1, count / 10)).map { section in
      let members = (0..<20).map { (section * 10 + $0) % count }.map {
        #"{"subject":"s\#($0)","enrollment_role":"student"}"#
      }
      return
        #"{"section":{"subject_id":"c\#(section)","members":[\#(members.joined(separator: ","))]}}"#
    }
    return (people + sections).map { $0 + "\n" }.joined()
  }

  @Test func aFileAndStandardInputBringTheSameIn() async throws {
    try place.write(Self.roster(students: 40), to: "roster.jsonl")
    let report = try await place.answer("import jsonl roster.jsonl --provider lakeside")
    #expect(report["accounts"]["created"] == 40)
    #expect(report["sections"]["created"] == 4)
    #expect(report["enrollments"]["started"] == 80)
    #expect(report["rejected"] == [] && report["warnings"] == [])
    let again = await place.run(words, input: place.path("roster.jsonl"))
    #expect(again.code == 0)
    let second = try StrictJSON.document(again.output.dropLast())
    #expect(second["entries"] == 0 && second["accounts"]["unchanged"] == 40)
    try await place.expectSound()
  }

  @Test func rejectedLinesAreNamedAndTheRestGoesOn() async throws {
    let lines = Self.roster(students: 20) + "{\"person\":{\"subject\":\"x\",\"role\":\"pupil\"}}\n"
    try place.write(lines, to: "roster.jsonl")
    let report = try await place.answer("import jsonl roster.jsonl --provider lakeside")
    #expect(report["accounts"]["created"] == 20)
    let rejected = try #require(report["rejected"].items.first)
    #expect(rejected["file"] == "roster.jsonl" && rejected["line"] == 23)
    #expect(rejected["field"] == "person.role")
  }

  @Test func nothingOnStandardInputIsNoListing() async throws {
    try place.write("{\"person\":{\"subject\":\"x\"", to: "cut.jsonl")
    for input in ["/dev/null", place.path("cut.jsonl")] {
      let ending = await place.run(words, input: input)
      #expect(ending.code == 1 && ending.output == "")
      #expect(try ending.failure["problem"] == "standard input cannot be imported, so nothing was.")
    }
    #expect(access(place.path("store.db"), F_OK) != 0, "no store was made")
  }

  @Test func ctrlCEndsTheWaitForStandardInput() async throws {
    let pipe = try NamedPipe(at: place.path("pipe"))
    pipe.write(Self.roster(students: 20))
    let child = place.start(words, input: pipe.path)
    // It has opened its temporary file, and waits for the end of the pipe.
    while !child.holdsNamelessFile { await Task.yield() }
    child.signal(SIGINT)
    let ending = await child.ending()
    #expect(ending.code == 130)
    #expect(ending.output == "")
    #expect(try ending.failure["code"] == "cancelled")
    #expect(access(place.path("store.db"), F_OK) != 0, "no store was made")
  }

  @Test func aKilledImportGoesOnWithTheSameBytes() async throws {
    try place.write(Self.roster(students: 6000), to: "roster.jsonl")
    try await place.answer("store init")
    let child = place.start(words, input: place.path("roster.jsonl"))
    while await place.run("history").output.isEmpty {}
    child.signal(SIGKILL)
    _ = await child.ending()
    let first = try await place.rows("history").first?["run"]
    let ending = await place.run(words, input: place.path("roster.jsonl"))
    #expect(ending.code == 0)
    let report = try StrictJSON.document(ending.output.dropLast())
    #expect(report["entries"] == 0 || report["run"] == first)
    #expect(try await Set(place.rows("history").map { $0["run"].string }).count == 1)
    let status = try await place.answer("store status")
    #expect(status["accounts"]["unclaimed"] == 6000)
    #expect(status["enrollments"]["active"] == 12_000)
    try await place.expectSound()
  }
}

/// A named pipe whose writing end stays open.
private final class NamedPipe {
  let path: String
  private let descriptor: Int32

  init(at path: String) throws {
    self.path = path
    try #require(mkfifo(path, 0o600) == 0)
    // For reading as well, so that opening does not wait for the child.
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    try #require(descriptor >= 0)
  }

  deinit { close(descriptor) }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    precondition(bytes.count < 60_000, "it would wait for a reader")
    _ = Glibc.write(descriptor, bytes, bytes.count)
  }
}

extension ChildProcess {
  /// Whether it has a file open that has no name any more.
  fileprivate var holdsNamelessFile: Bool {
    (3..<64).contains { number in
      var target = [UInt8](repeating: 0, count: 256)
      let count = target.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { readlink("/proc/\(id)/fd/\(number)", $0, bytes.count) } ?? 0
      }
      return count > 0 && String(decoding: target[..<count], as: UTF8.self).hasSuffix("(deleted)")
    }
  }
}
