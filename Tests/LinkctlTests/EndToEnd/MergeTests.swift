import Testing

@testable import linkctl

/// What merges refuse, and what an undo does where something changed since.
@Suite struct MergeTests {
  let place = Workplace()

  /// Signs new students in; their accounts.
  private func students(_ subjects: String...) async throws -> [String] {
    var ids: [String] = []
    for subject in subjects {
      let answer = try await place.answer(
        "sign-in --provider a --subject \(subject) --role student")
      ids.append(try #require(answer["account"].string))
    }
    return ids
  }

  @Test func studentAndTeacherAreMergedOnlyByName() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let words = "merge lakeside:teacher/1000000 --into lakeside:student/711953771"
    let refusal = try await place.failure(words + " --yes")
    #expect(refusal["code"] == "refused")
    #expect(refusal["remedy"].string?.contains("--allow roles") == true)
    let plan = try await place.answer(words + " --dry-run", code: 3)
    #expect(plan["conflicts"].items.count == 1)
    #expect(try await place.state() == before)
    let merge = try await place.answer(words + " --yes --allow roles")
    #expect(merge["conflicts"] == [])
    try await place.expectSound()
    try await place.answer("undo \(try #require(merge["entry"].string))")
    #expect(try await place.state() == before)
  }

  @Test func teacherAndStudentOfOneSISIDAreTwoPeople() async throws {
    try await place.importFixture()
    let teacher = try await place.rows("account find lakeside:teacher/495630168")
    let student = try await place.rows("account find lakeside:student/495630168")
    #expect(teacher.count == 1 && student.count == 1)
    #expect(teacher[0]["id"] != student[0]["id"])
    #expect(try await place.rows("account find 495630168").count == 2)
  }

  @Test func differentDistrictsAreMergedOnlyByName() async throws {
    for (subject, district) in [("s1", "north"), ("s2", "south")] {
      try await place.answer(
        "sign-in --provider a --subject \(subject) --role student --district \(district)")
    }
    #expect(try await place.failure("merge a:s1 --into a:s2 --yes")["code"] == "refused")
    try await place.answer("merge a:s1 --into a:s2 --yes --allow districts")
    try await place.expectSound()
  }

  @Test func noAccountIsMergedIntoItself() async throws {
    let ids = try await students("s1")
    let refusal = try await place.failure("merge \(ids[0]) --into \(ids[0]) --yes")
    #expect(refusal["code"] == "refused")
    #expect(try await place.failure("merge a:s1 --into \(ids[0]) --yes")["code"] == "refused")
  }

  @Test func noCircleAndNoSecondMergeOfOneAccount() async throws {
    let ids = try await students("s1", "s2", "s3")
    try await place.answer("merge \(ids[0]) --into \(ids[1]) --yes")
    let before = try await place.state()
    for (source, target) in [(1, 0), (0, 1), (0, 2), (2, 0)] {
      let refusal = try await place.failure("merge \(ids[source]) --into \(ids[target]) --yes")
      #expect(refusal["code"] == "refused", "\(source) into \(target)")
      #expect(refusal["remedy"].string?.contains(ids[1]) == true)
    }
    #expect(try await place.state() == before)
  }

  @Test func aChainOfMergesLeadsToItsEndAndIsUndoneBackwards() async throws {
    let ids = try await students("s1", "s2", "s3")
    let before = try await place.state()
    let first = try await place.answer("merge \(ids[0]) --into \(ids[1]) --yes")
    let between = try await place.state()
    let second = try await place.answer("merge \(ids[1]) --into \(ids[2]) --yes")
    #expect(try await place.answer("account show \(ids[0])")["id"].string == ids[2])
    let again = try await place.answer("sign-in --provider a --subject s1 --role student")
    #expect(again["account"].string == ids[2])
    try await place.expectSound()
    try await place.answer("undo \(try #require(second["entry"].string))")
    #expect(try await place.state() == between)
    try await place.answer("undo \(try #require(first["entry"].string))")
    #expect(try await place.state() == before)
  }

  @Test func anUndoTwiceIsRefusedWithTheEntryThatTookItBack() async throws {
    let ids = try await students("s1", "s2")
    let merge = try await place.answer("merge \(ids[0]) --into \(ids[1]) --yes")
    let entry = try #require(merge["entry"].string)
    let undo = try await place.answer("undo \(entry)")
    let refusal = try await place.failure("undo \(entry)")
    #expect(refusal["code"] == "refused")
    #expect(refusal["remedy"].string?.contains(try #require(undo["entry"].string)) == true)
  }

  // MARK: Something changed since

  /// A chain of merges, the first of which cannot be taken back by itself.
  private func conflict() async throws -> (entry: String, state: String) {
    let ids = try await students("s1", "s2", "s3")
    let first = try await place.answer("merge \(ids[0]) --into \(ids[1]) --yes")
    try await place.answer("merge \(ids[1]) --into \(ids[2]) --yes")
    return (try #require(first["entry"].string), try await place.state())
  }

  @Test func anUndoInConflictListsAndWritesNothing() async throws {
    let (entry, state) = try await conflict()
    let entries = try await place.answer("store status")["journal_entries"]
    for words in ["", " --dry-run"] {
      let undo = try await place.answer("undo \(entry)" + words, code: 3)
      #expect(!undo["conflicts"].items.isEmpty)
      #expect(undo["entry"] == .null)
      for conflict in undo["conflicts"].items { #expect(conflict.keys == "column entry row") }
    }
    #expect(try await place.state() == state)
    #expect(try await place.answer("store status")["journal_entries"] == entries)
  }

  @Test func keepLaterLeavesWhatChangedSince() async throws {
    let (entry, state) = try await conflict()
    let undo = try await place.answer("undo \(entry) --keep-later")
    #expect(undo["entry"] != .null)
    try await place.expectSound()
    try await place.answer("undo \(try #require(undo["entry"].string))")
    #expect(try await place.state() == state, "an undo is undone like anything else")
  }

  @Test func revertLaterWantsAYesAndTakesBackWhatChangedSince() async throws {
    let (entry, state) = try await conflict()
    try await place.failure("undo \(entry) --revert-later", code: 64)
    #expect(try await place.state() == state)
    let undo = try await place.answer("undo \(entry) --revert-later --yes")
    #expect(undo["entry"] != .null)
    try await place.expectSound()
    try await place.answer("undo \(try #require(undo["entry"].string))")
    #expect(try await place.state() == state)
  }

  @Test func linksAreAddedRemovedAndBroughtBack() async throws {
    try await place.importFixture()
    let ids = try await students("s1")
    let before = try await place.state()
    let add = try await place.answer("link add b:new --to \(ids[0])")
    #expect(add["entry"].string != nil)
    #expect(try await place.answer("link add b:new --to \(ids[0])")["entry"] == .null)
    let signedIn = try await place.answer(
      "sign-in --provider b --subject new --role student --given-name Nilo")
    #expect(signedIn["account"].string == ids[0])
    let remove = try await place.answer("link remove lakeside:student/100000000 --yes")
    try await place.expectSound()
    try await place.answer("undo \(try #require(remove["entry"].string))")
    try await place.answer("undo \(try #require(signedIn["entry"].string))")
    try await place.answer("undo \(try #require(add["entry"].string))")
    #expect(try await place.state() == before)
    try await place.expectSound()
  }

  @Test func aKeyOfAnAccountInUseIsNotTakenAway() async throws {
    let ids = try await students("s1", "s2")
    let before = try await place.state()
    #expect(try await place.failure("link add a:s1 --to \(ids[1])")["code"] == "refused")
    #expect(try await place.state() == before)
  }
}
