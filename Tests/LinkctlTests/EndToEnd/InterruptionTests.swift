import ProvisioningTesting
import Glibc
import Testing

@testable import linkctl

/// An import that is killed or stopped goes on under its own name, and ends as if nothing had been.
@Suite(.timeLimit(.minutes(15))) struct InterruptionTests {
  private static let district = DistrictFiles.made(students: 2600)
  let place = Workplace()
  private let words = ["import", "clever-csv", "district", "--provider", "lakeside"]
  private var line: String { words.joined(separator: " ") }

  /// A store that nobody disturbed: its state without IDs and times, and the report.
  private func undisturbed() async throws -> (state: [String], report: JSONValue) {
    let calm = Workplace()
    try Self.district.write(to: "district", in: calm)
    let report = try await calm.answer(line)
    return (try await calm.nameless(), report)
  }

  @Test func killedImportsEndAsIfNothingHadBeen() async throws {
    try Self.district.write(to: "district", in: place)
    var entries = 0
    for pause in [20, 45, 60, 70, 80, 90, 110, 140, 170] {
      let child = place.start(words)
      try await Task.sleep(for: .milliseconds(pause))
      child.signal(SIGKILL)
      guard await child.ending().code == 128 + SIGKILL else { break }
      let status = await place.run("store status --format json")
      guard status.code == 0 else { continue }  // There was no time to make the store.
      let count = try StrictJSON.document(status.output.dropLast())["journal_entries"].number
      #expect(try #require(count) >= entries)
      entries = count ?? 0
      try await place.expectSound()
    }
    try await expectFinished()
  }

  @Test func ctrlCStopsCleanlyAndTheSameCommandGoesOn() async throws {
    try Self.district.write(to: "district", in: place)
    try await place.answer("store init")
    let child = place.start(words + ["--format", "json"])
    while await place.run("history").output.isEmpty {}
    child.signal(SIGINT)
    let ending = await child.ending()
    if ending.code != 0 {
      #expect(ending.code == 130)
      #expect(ending.output == "")
      #expect(ending.errors.contains("stopping; once more ends at once\n"))
      #expect(try ending.failure["code"] == "cancelled")
      #expect(try ending.failure["remedy"].string?.contains("same command") == true)
      try await place.expectSound()
    }
    try await expectFinished()
  }

  /// Finishes the import, and compares with one that was not disturbed.
  private func expectFinished() async throws {
    let report = try await place.answer(line)
    let calm = try await undisturbed()
    let history = try await place.rows("history")
    #expect(Set(history.map { $0["run"].string }).count == 1, "one run throughout")
    if report["entries"] != 0 {
      #expect(history.first?["run"] == report["run"])
      for part in ["accounts", "sections", "enrollments", "entries"] {
        #expect(report[part] == calm.report[part], "the report tells of the whole run")
      }
    }
    #expect(try await place.nameless() == calm.state)
    #expect(try await place.answer(line)["entries"] == 0)
    try await place.expectSound()
  }

  @Test func anotherListingAfterAKillIsAnotherRun() async throws {
    try Self.district.write(to: "district", in: place)
    try await place.answer("store init")
    let child = place.start(words)
    while await place.run("history").output.isEmpty {}
    child.signal(SIGKILL)
    _ = await child.ending()
    let first = try await place.rows("history").first?["run"]
    try Self.district.without("students") { $0.hasPrefix("1,s7,") }
      .without("enrollments") { $0.hasSuffix(",s7") }.write(to: "district", in: place)
    let report = try await place.answer(line)
    #expect(report["run"] != first)
    #expect(report["rejected"] == [])
    try await place.expectSound()
  }
}

extension Workplace {
  /// The store's state, with each account's ID replaced by the key that it follows, and without
  /// times: two stores that hold the same give the same.
  fileprivate func nameless() async throws -> [String] {
    let lines = try await state().split(separator: "\n").map { try StrictJSON.document($0) }
    let names = Dictionary(
      lines.compactMap { line in
        line["id"].items.first?.string.map { ($0, line["primary"].items.first?.string ?? "") }
      }, uniquingKeysWith: { $1 })
    return lines.map { line in
      guard case .object(var members) = line else { return line.text }
      members["since"] = nil
      for key in ["id", "account", "merged_into"] {
        if let id = members[key]?.items.first?.string {
          members[key] = .string(names[id] ?? "nobody")
        }
      }
      return JSONValue.object(members).text
    }.sorted()
  }
}
