import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// Stores in plain files, and copies of whole stores, as an administrator makes them.
@Suite struct StoreCopyTests {
  let place = Workplace()

  @Test func aStoreGoesThroughFilesAndBackAndHoldsTheSame() async throws {
    try await place.importFixture()
    let answer = try await place.answer("store copy --to files:monday")
    #expect(answer["copied"] == true && answer["rows"] != .null)
    try await copy(from: "files:monday", to: "sqlite:again.db")
    try await copy(from: "sqlite:again.db", to: "files:tuesday")
    #expect(try files(of: "monday") == files(of: "tuesday"))
    for store in ["files:monday", "sqlite:again.db", "files:tuesday"] {
      #expect(try await place.state(store: store) == place.state())
      let check = await place.run(["store", "verify"], store: store)
      #expect(check.code == 0, "\(check.output)\(check.errors)")
    }
  }

  @Test func theDaysWorkGoesOnInFiles() async throws {
    let entry = try await imported(into: "files:roster")
    let after = try await place.state(store: "files:roster")
    let undo = await place.run(["undo", entry, "--yes"], store: "files:roster")
    #expect(undo.code == 0, "\(undo.errors)")
    #expect(try await place.state(store: "files:roster") != after)
    let check = await place.run(["store", "verify"], store: "files:roster")
    #expect(check.code == 0, "\(check.output)")
  }

  @Test func nothingIsCopiedOverAStore() async throws {
    try await place.importFixture()
    try await place.answer("store copy --to files:monday")
    for target in ["files:monday", "sqlite:store.db"] {
      #expect(try await place.failure("store copy --to \(target)")["code"] == "refused")
    }
    try await place.expectSound()
  }

  @Test func aTornLineIsMendedAndTold() async throws {
    _ = try await imported(into: "files:roster")
    let log = place.path("roster/log.jsonl")
    let whole = try #require(FileManager.default.contents(atPath: log))
    try (whole + Data("{\"writes\":[".utf8)).write(to: URL(filePath: log))
    let status = await place.run(["store", "status"], store: "files:roster")
    #expect(status.code == 0)
    #expect(status.errors.contains("torn by a crash: 11 bytes"))
    #expect(FileManager.default.contents(atPath: log) == whole)
    let again = await place.run(["store", "status"], store: "files:roster")
    #expect(again.errors == "")
  }

  @Test func damageIsTheErrorOfEveryCommandWithFileAndLine() async throws {
    _ = try await imported(into: "files:roster")
    try await copy(from: "files:roster", to: "files:copy")
    let file = place.path("copy/links.jsonl")
    var bytes = try #require(FileManager.default.contents(atPath: file))
    bytes[10] ^= 1
    try bytes.write(to: URL(filePath: file))
    for words in [["store", "verify"], ["account", "list"], ["store", "init"]] {
      let ending = await place.run(words, store: "files:copy")
      #expect(ending.code != 0 && ending.output == "")
      #expect(ending.errors.contains("copy/links.jsonl is damaged in line 1."))
    }
  }

  /// Imports the fixture, and returns the newest entry.
  private func imported(into store: String) async throws -> String {
    let ending = await place.run(
      ["import", "clever-csv", Workplace.fixture, "--provider", "lakeside"], store: store)
    try #require(ending.code == 0 || ending.code == 3, "\(ending.errors)")
    let history = await place.run(
      ["account", "disable", "lakeside:student/100000000", "--format", "json"], store: store)
    let document = try #require(try StrictJSON.lines(history.output).first)
    return try #require(document["entry"].string, "\(history.output)\(history.errors)")
  }

  private func copy(from store: String, to target: String) async throws {
    let ending = await place.run(["store", "copy", "--to", target], store: store)
    try #require(ending.code == 0, "\(ending.errors)")
  }

  private func files(of store: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path(store))
    return Dictionary(
      names.filter { !$0.hasPrefix(".") }.map { name in
        (name, FileManager.default.contents(atPath: place.path("\(store)/\(name)")) ?? Data())
      }, uniquingKeysWith: { $1 })
  }
}
