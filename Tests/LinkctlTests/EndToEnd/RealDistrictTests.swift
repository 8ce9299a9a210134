import Testing

@testable import linkctl

private let samples = environmentVariable(named: "PROVISIONING_SAMPLES")

/// The main job on a district that others made: in, again, merged, in again, taken back.
@Suite(
  .enabled(
    if: samples != nil,
    "set PROVISIONING_SAMPLES to the folder that holds clever-sandbox-csv-2015"))
struct RealDistrictTests {
  let place = Workplace()

  @Test func aRealDistrictComesInWholeAndAMergeInItIsTakenBackExactly() async throws {
    let folder = try #require(samples) + "/clever-sandbox-csv-2015"
    let line = "import clever-csv \(folder) --provider sandbox"
    let first = try await place.answer(line)
    #expect(first["accounts"]["created"] == 1093)
    #expect(first["sections"]["created"] == 379)
    #expect(first["enrollments"]["started"] == 9431)
    #expect(first["rejected"] == [])
    #expect(first["warnings"].items.count == 1, "a day of birth that no calendar has")
    let again = try await place.answer(line)
    #expect(again["entries"] == 0 && again["accounts"]["unchanged"] == 1093)
    let before = try await place.state()
    let merge = try await place.answer(
      "merge sandbox:student/427165340 --into sandbox:student/100095233 --yes")
    let after = try await place.answer(line)
    #expect(after["entries"] == 0 && after["accounts"]["unchanged"] == 1092)
    try await place.expectSound()
    let undo = try await place.answer("undo \(try #require(merge["entry"].string))")
    #expect(undo["conflicts"] == [] && undo["moved"] == merge["moved"])
    #expect(try await place.state() == before)
    try await place.expectSound()
  }
}
