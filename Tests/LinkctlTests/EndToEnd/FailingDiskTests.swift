import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// A disk that fails while a store in plain files is written: `strace` lets a call of the system fail.
/// Passed over where there is none, or where it may not trace.
@Suite(.enabled(if: system("strace -qq -o /dev/null true 2>/dev/null") == 0))
struct FailingDiskTests {
  let place = Workplace()
  let key = "lakeside:student/100000000"

  @Test(arguments: [
    ("fsync", 1, "cannot be written"), ("fsync", 2, "It is not known whether the change was kept"),
    ("pwrite64", 1, "cannot be written"),
  ])
  func aWriteThatFailsIsToldAndTheStoreIsAsItWas(call: String, count: Int, problem: String)
    async throws
  {
    try await make("files:roster")
    let before = try await place.state(store: "files:roster")
    let failing = await trace(
      "\(call):error=EIO:when=\(count)", ["--store", "files:roster", "account", "disable", key])
    #expect(failing.code == 69)
    #expect(failing.errors.contains(problem), "\(failing.errors)")
    #expect(try await place.state(store: "files:roster") == before)
    let again = await place.run(["account", "disable", key], store: "files:roster")
    #expect(again.code == 0, "\(again.errors)")
    let check = await place.run(["store", "verify"], store: "files:roster")
    #expect(check.code == 0, "\(check.output)")
  }

  @Test func killedBeforeAnyCallThatWritesTheStoreIsWhole() async throws {
    let calls = "pwrite64,fsync,renameat,unlinkat,ftruncate"
    var kills = 0
    while kills < 500 {
      let store = "files:killed-\(kills)"
      let words = ["import", "clever-csv", Workplace.fixture, "--provider", "lakeside"]
      let ending = await trace(
        "\(calls):signal=KILL:when=\(kills + 1)", ["--store", store] + words)
      if ending.code == 0 || ending.code == 3 { break }
      kills += 1
      let opened = await place.run(["store", "init"], store: store)
      #expect(opened.code == 0, "before call \(kills): \(opened.errors)")
      let check = await place.run(["store", "verify"], store: store)
      #expect(check.code == 0, "before call \(kills): \(check.output)\(check.errors)")
    }
    #expect(kills > 10 && kills < 500)
  }

  /// Another program may have written it and been killed, and the system have dropped it.
  @Test func whatIsReadWasWrittenAndFlushedByWhoeverReadsIt() async throws {
    try await make("files:roster")
    let calls = place.path("calls")
    let ending = await strace(
      ["-y", "-o", calls, "-e", "trace=pwrite64,fsync"],
      ["--store", "files:roster", "store", "status"])
    #expect(ending.code == 0, "\(ending.errors)")
    let ofTheLog = contents(of: calls).split(separator: "\n").filter { $0.contains("log.jsonl>") }
    #expect(ofTheLog.map { $0.contains("pwrite64(") } == [true, false], "\(ofTheLog)")
  }

  private func trace(_ injection: String, _ words: [String]) async -> Ending {
    let calls = injection.prefix { $0 != ":" }
    return await strace(
      ["-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(injection)"], words)
  }

  private func strace(_ options: [String], _ words: [String]) async -> Ending {
    await ChildProcess(
      "/usr/bin/strace", ["-f", "-qq"] + options + [Workplace.tool] + words, in: place.folder,
      variables: ["PATH": "/usr/bin:/bin"], input: "/dev/null",
      output: .collected, logs: place.path(".log-" + UUID().uuidString)
    ).ending()
  }

  private func make(_ store: String) async throws {
    let ending = await place.run(
      ["import", "clever-csv", Workplace.fixture, "--provider", "lakeside"], store: store)
    try #require(ending.code == 0 || ending.code == 3, "\(ending.errors)")
  }
}
