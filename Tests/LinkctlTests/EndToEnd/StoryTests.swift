import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// The administrator's main story, against the shipped district.
@Suite struct StoryTests {
  let place = Workplace()

  @Test func aSecondImportChangesNothing() async throws {
    let first = try await place.importFixture()
    #expect(first["accounts"] == ["created": 68, "unchanged": 0, "updated": 0])
    #expect(first["sections"]["created"] == 12)
    #expect(first["enrollments"]["started"] == 136)
    #expect(first["rejected"].items.count == 2)
    #expect(first["warnings"].items.count == 2)
    let before = try await place.state()

    let second = try await place.importFixture()
    #expect(second["entries"] == 0)
    #expect(second["accounts"] == ["created": 0, "unchanged": 68, "updated": 0])
    #expect(second["sections"]["unchanged"] == 12)
    #expect(second["enrollments"]["unchanged"] == 136)
    #expect(try await place.state() == before)
    try await place.expectSound()
  }

  @Test func mergeThenUndoGivesBackTheSameBytes() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let merge = try await place.answer(
      "merge lakeside:student/100000000 --into lakeside:student/711953771 --yes --reason twins")
    let merged = try await place.state()
    #expect(merged != before)
    try await place.expectSound()

    #expect(try await place.importFixture()["entries"] == 0)
    #expect(try await place.state() == merged, "an import keeps to the merge")

    let entry = try #require(merge["entry"].string)
    let undo = try await place.answer("undo \(entry)")
    #expect(undo["conflicts"] == [])
    #expect(try await place.state() == before)
    try await place.expectSound()

    let history = try await place.rows("history")
    let mergeRow = try #require(history.first { $0["entry"].string == entry })
    let undoRow = try #require(history.first { $0["action"] == "undo" })
    #expect(mergeRow["action"] == "merge")
    #expect(mergeRow["reason"] == "twins")
    #expect(mergeRow["reverted_by"] == undo["entry"])
    #expect(undoRow["entry"] == undo["entry"])
    #expect(undoRow["reverts"] == merge["entry"])
    #expect(undoRow["reverted_by"] == .null)
  }

  @Test func undoOfAnUndoMergesAgain() async throws {
    try await place.importFixture()
    let merge = try await place.answer(
      "merge lakeside:student/100000000 --into lakeside:student/711953771 --yes")
    let merged = try await place.state()
    let undo = try await place.answer("undo \(try #require(merge["entry"].string))")
    try await place.answer("undo \(try #require(undo["entry"].string))")
    #expect(try await place.state() == merged)
    try await place.failure("undo \(try #require(undo["entry"].string))")
  }

  @Test func theOldIDShowsTheSurvivorAndSaysSo() async throws {
    try await place.importFixture()
    let merge = try await place.answer(
      "merge lakeside:student/100000000 --into lakeside:student/711953771 --yes")
    let source = try #require(merge["source"].string)
    let target = try #require(merge["target"].string)
    let ending = await place.run("account show \(source) --format json")
    #expect(ending.code == 0)
    #expect(ending.errors == "\(source) was merged into \(target)\n")
    let shown = try StrictJSON.document(ending.output.dropLast())
    #expect(shown["id"].string == target)
    #expect(shown["links"].items.count == 2)
    let found = try await place.rows("account find \(source)")
    #expect(found.map { $0["id"].string } == [target])
  }

  @Test func aClassOfBothBecomesOneEnrollment() async throws {
    try await place.importFixture()
    let before = try await place.answer("store status")
    let both = try await shared()
    let merge = try await place.answer("merge \(both.first) --into \(both.second) --yes")
    #expect(merge["duplicates"]["enrollments"].number ?? 0 >= 1)
    let section = try await place.answer("section show \(both.section)")
    let members = section["students"].items.map { $0["account"].string }
    #expect(members.count { $0 == both.second } == 1)
    #expect(!members.contains(both.first))
    let shown = try await place.answer("account show \(both.second)")
    let classes = shown["enrollments"].items.map { $0["section"].string }
    #expect(classes.count { $0 == both.section } == 1)

    let after = try await place.answer("store status")
    let duplicates = try #require(merge["duplicates"]["enrollments"].number)
    let active = try #require(before["enrollments"]["active"].number)
    #expect(after["enrollments"]["active"].number == active - duplicates)
    #expect(after["accounts"]["merged"] == 1)
  }

  @Test func aMergeHoldsAgainstLaterListings() async throws {
    try await place.importFixture()
    let both = try await shared()
    try await place.answer("merge \(both.first) --into \(both.second) --yes")
    var district = DistrictFiles.shipped
    district.files["students"] = district.files["students"]?.map {
      $0.replacingOccurrences(of: "Aisha", with: "Aysha")
    }
    try district.write(to: "later", in: place)
    let report = try await place.answer("import clever-csv later --provider lakeside")
    #expect(report["accounts"]["created"] == 0)
    #expect(report["enrollments"]["started"] == 0)
    #expect(report["enrollments"]["ended"] == 0)
    #expect(try await place.answer("store status")["accounts"]["merged"] == 1)
    let old = try await place.answer("account show \(both.first)")
    #expect(old["id"].string == both.second)
    try await place.expectSound()
  }

  /// Two students of one section.
  private func shared() async throws -> (first: String, second: String, section: String) {
    let section = try await place.answer("section show lakeside:100000")
    let members = section["students"].items.compactMap { $0["account"].string }
    try #require(members.count >= 2)
    return (members[0], members[1], "lakeside:100000")
  }
}
