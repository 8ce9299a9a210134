import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// Roster files of the other layouts as an enemy would write them: an error that says what is wrong,
/// in little memory.
@Suite(.timeLimit(.minutes(15))) struct HostileRosterTests {
  let place = Workplace()
  private static let mebibyte = 1 << 20

  /// A block of text, so many times.
  private struct Part {
    let text: String
    let count: Int
    init(_ text: String, _ count: Int = 1) { (self.text, self.count) = (text, count) }
  }

  private func append(_ parts: [Part], to path: String) throws {
    let stream = try #require(fopen(path, "ae"))
    defer { fclose(stream) }
    for part in parts {
      let copies = max(1, min(part.count, 1 << 16 / part.text.utf8.count))
      let block = String(repeating: part.text, count: copies)
      for _ in 0..<part.count / copies { fputs(block, stream) }
    }
  }

  // MARK: OneRoster

  /// Copies the files that the repository ships.
  private func copyShipped() throws {
    let shipped = URL(filePath: Workplace.fixture).deletingLastPathComponent()
      .appending(path: "oneroster").path
    try FileManager.default.copyItem(atPath: shipped, toPath: place.path("next"))
  }

  /// Imports a copy of the shipped files with more at the end of one of them.
  private func importOneRoster(appending parts: [Part], to file: String) async throws -> Ending {
    try copyShipped()
    try append(parts, to: place.path("next/" + file))
    return await place.run("import oneroster next --provider lakeside")
  }

  private func expectRefusal(_ ending: Ending, naming texts: String...) {
    #expect(ending.code == 1)
    for text in texts { #expect(ending.errors.contains(text), "\(ending.errors)") }
    #expect(ending.errors.contains("remedy:"))
    #expect(ending.peakMemory > 0 && ending.peakMemory < 256 * Self.mebibyte)
    #expect(access(place.path("store.db"), F_OK) != 0, "not even an empty store is made")
  }

  @Test(arguments: ["users.csv", "classes.csv", "enrollments.csv", "orgs.csv"])
  func anEndlessCellStopsTheImport(file: String) async throws {
    let parts = [Part("x,,,\""), Part("x\n\"\"xxxxxxxxxxxx", 100 * Self.mebibyte / 16)]
    let ending = try await importOneRoster(appending: parts, to: file)
    expectRefusal(ending, naming: file, "A cell holds more than 1 MiB.")
  }

  @Test(arguments: ["users.csv", "classes.csv", "enrollments.csv", "orgs.csv"])
  func aMillionColumnsStopTheImport(file: String) async throws {
    let ending = try await importOneRoster(appending: [Part("x,", 1_000_000)], to: file)
    expectRefusal(ending, naming: file, "more than 2000 columns")
  }

  @Test func anEndlessRowStopsTheImport() async throws {
    let cell = String(repeating: "x", count: 1 << 16) + ","
    let ending = try await importOneRoster(appending: [Part(cell, 1000)], to: "users.csv")
    expectRefusal(ending, naming: "users.csv", "The row holds more than 4 MiB.")
  }

  /// Each of these classes would have a text of all titles: the longest that a cell has room for.
  @Test func termsWithoutEndMakeNoTextWithoutEnd() async throws {
    let title = String(repeating: "t", count: 1000)
    try copyShipped()
    let terms = (0..<2000).map { "t\($0)" }
    try append(
      terms.map { Part("\($0),,,\(title),term,2026-01-01,2026-02-01,,\n") },
      to: place.path("next/academicSessions.csv"))
    let list = terms.joined(separator: ",")
    try append(
      (0..<500).map { Part("many-\($0),Many,,,,,,\"\(list)\",\n") },
      to: place.path("next/classes.csv"))
    let ending = await place.run("import oneroster next --provider lakeside --dry-run")
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.peakMemory > 0 && ending.peakMemory < 256 * Self.mebibyte)
  }

  /// A ZIP of some kilobytes that unpacks to a cell of hundreds of megabytes.
  @Test func aZIPThatUnpacksToFarMoreStopsTheImport() async throws {
    try copyShipped()
    try append([Part("x", 200 * Self.mebibyte)], to: place.path("next/users.csv"))
    let zip = ChildProcess(
      "/usr/bin/zip", ["-qrj1", "next.zip", "next"],
      in: place.folder, variables: [:], input: "/dev/null", output: .collected,
      logs: place.path(".zip"))
    try #require(await zip.ending().code == 0)
    let ending = await place.run("import oneroster next.zip --provider lakeside")
    expectRefusal(ending, naming: "users.csv", "A cell holds more than 1 MiB.")
  }

  // MARK: JSON Lines

  private static let person =
    #"{"person":{"subject":"s-1","role":"student","name":{"given":"Quill"}}}"# + "\n"

  private func importLines(_ parts: [Part]) async throws -> Ending {
    try append([Part(Self.person)] + parts, to: place.path("roster.jsonl"))
    return await place.run("import jsonl roster.jsonl --provider lakeside")
  }

  @Test func anEndlessLineStopsTheImport() async throws {
    let start = Part(#"{"person":{"subject":"s-2","role":"student","email":""#)
    let ending = try await importLines([start, Part("x", 200 * Self.mebibyte)])
    expectRefusal(ending, naming: "roster.jsonl", "line 2: The line holds more than 8 MiB.")
  }

  @Test func aSectionOfAMillionMembersStopsTheImport() async throws {
    let members = Part(#"{"subject":"s-1","enrollment_role":"student"},"#, 1_000_000)
    let ending = try await importLines([
      Part(#"{"section":{"subject_id":"7","members":["#), members, Part("]}}\n"),
    ])
    expectRefusal(ending, naming: "roster.jsonl", "line 2: The line holds more than 8 MiB.")
  }

  @Test(
    "A line that is deep, or has keys without end, is left out",
    arguments: [
      (#"{"person":{"subject":"s-2","role":"student","extra":"#, "["),
      (#"{"person":{"subject":"s-2","role":"student","name":"#, #"{"name":"#),
      (#"{"person":{"subject":"s-2","role":"student","schools":["#, "["),
      (#"{"person":{"#, #""a":1,"#),
    ])
  func deepLines(start: String, part: String) async throws {
    let ending = try await importLines([Part(start), Part(part, 1_000_000), Part("\n")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("roster.jsonl:2"))
    #expect(ending.output.contains("1 rejected"))
    #expect(ending.peakMemory > 0 && ending.peakMemory < 256 * Self.mebibyte)
  }

  @Test func aMillionBlankLinesAreNothing() async throws {
    let ending = try await importLines([Part(" \r\n", 1_000_000)])
    #expect(ending.code == 0)
    #expect(ending.output.contains("1 created"))
    #expect(ending.peakMemory < 256 * Self.mebibyte)
  }
}
