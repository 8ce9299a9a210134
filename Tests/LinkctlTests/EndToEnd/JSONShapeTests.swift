import ProvisioningTesting
import Testing

@testable import linkctl

/// With `--format json` standard output is exactly what the contract fixes: scripts rely on it.
@Suite struct JSONShapeTests {
  let place = Workplace()
  private let person =
    "birth_date district email enrollments gender grade id links merged_into"
    + " name role roles schools sis_id status"

  @Test func storeStatus() async throws {
    try await place.importFixture()
    #expect(
      try await place.answer("store status") == [
        "accounts": ["active": 0, "unclaimed": 68, "disabled": 0, "merged": 0, "erased": 0],
        "links": 68, "sections": ["active": 12, "archived": 0],
        "enrollments": ["active": 136, "ended": 0], "journal_entries": 2, "schema_version": 1,
        "store": "sqlite",
      ])
  }

  @Test func storeVerify() async throws {
    try await place.importFixture()
    #expect(
      try await place.answer("store verify") == [
        "checked": [
          "accounts": 68, "links": 68, "sections": 12, "enrollments": 136, "journal_entries": 2,
        ], "problems": [],
      ])
  }

  @Test func anImport() async throws {
    let line = "import clever-csv \(Workplace.fixture) --provider lakeside"
    let plan = try await place.answer(line + " --dry-run")
    #expect(plan["dry_run"] == true)
    #expect(plan["run"] == .null)
    let report = try await place.answer(line)
    #expect(report["dry_run"] == false)
    #expect(report["run"].string != nil)
    for document in [plan, report] {
      #expect(
        document.keys
          == "accounts dry_run enrollments entries held rejected run seconds sections warnings")
      #expect(document["accounts"].keys == "created unchanged updated")
      #expect(document["sections"].keys == "archived created restored unchanged updated")
      #expect(document["enrollments"].keys == "changed ended restored started unchanged")
      #expect(document["held"] == .null)
      for note in document["rejected"].items + document["warnings"].items {
        #expect(note.keys == "field file line reason")
      }
      guard case .double = document["seconds"] else {
        Issue.record("seconds is no broken number")
        continue
      }
    }
    #expect(plan["accounts"] == report["accounts"])
    #expect(plan["enrollments"] == report["enrollments"])
    #expect(
      report["rejected"].items.contains {
        $0["file"] == "students.csv" && $0["line"] == 33 && $0["field"] == "Last_name"
      })
  }

  @Test func aHeldImport() async throws {
    try await place.importFixture()
    try DistrictFiles.shipped.without("enrollments") { _ in true }.write(to: "less", in: place)
    let held = try await place.answer("import clever-csv less --provider lakeside", code: 3)
    #expect(held["held"].keys == "ends id reason")
    #expect(held["held"]["ends"] == 121)
    #expect(held["entries"] == 0)
  }

  @Test func aSignIn() async throws {
    let answers = [
      try await place.answer("sign-in --provider clever --subject s1 --role student"),
      try await place.answer("sign-in --provider clever --subject s1 --role student"),
      try await place.answer("sign-in --provider clever --subject t1 --role teacher", code: 3),
      try await place.answer("sign-in --provider clever --subject s2 --role student --dry-run"),
    ]
    for answer in answers {
      #expect(answer.keys == "account candidates entry outcome ticket why")
      #expect(!answer["why"].items.isEmpty)
      for step in answer["why"].items { #expect(step.keys == "result step") }
    }
    #expect(answers[0]["outcome"] == "created")
    #expect(answers[0]["entry"].string != nil)
    #expect(answers[0]["ticket"] == .null)
    #expect(answers[1]["outcome"] == "signed_in")
    #expect(answers[2]["outcome"] == "ask")
    #expect(answers[2]["ticket"].string != nil)
    #expect(answers[2]["account"] == .null)
    #expect(answers[3]["entry"] == .null)
    #expect(answers[3]["account"] == .null)
  }

  @Test func mergeAndUndo() async throws {
    try await place.importFixture()
    let words = "merge lakeside:student/100000000 --into lakeside:student/711953771"
    let plan = try await place.answer(words + " --dry-run")
    let merge = try await place.answer(words + " --yes")
    let entry = try #require(merge["entry"].string)
    let undoPlan = try await place.answer("undo \(entry) --dry-run")
    let undo = try await place.answer("undo \(entry)")
    for document in [plan, merge, undoPlan, undo] {
      #expect(document.keys == "conflicts duplicates entry moved source target")
      #expect(document["moved"].keys == "enrollments links rows")
      #expect(document["duplicates"].keys == "enrollments rows")
      #expect(document["conflicts"] == [])
      #expect(document["source"] == merge["source"])
      #expect(document["target"] == merge["target"])
    }
    #expect(plan["entry"] == .null)
    #expect(undoPlan["entry"] == .null)
    #expect(plan["moved"] == merge["moved"])
    #expect(merge["moved"]["links"] == 1)
  }

  @Test func history() async throws {
    try await place.importFixture()
    try await place.answer("sign-in --provider clever --subject s1 --role student --reason why")
    let rows = try await place.rows("history")
    #expect(rows.count == 3)
    for row in rows {
      #expect(row.keys == "action actor at changes entry reason reverted_by reverts run")
      #expect(row["at"].string?.hasSuffix("Z") == true)
    }
    #expect(rows[0]["action"] == "sign_in")
    #expect(rows[0]["reason"] == "why")
    #expect(rows[0]["run"] == .null)
    #expect(rows[2]["action"] == "import")
    let times = rows.compactMap { $0["at"].string }
    #expect(times == times.sorted(by: >), "the newest first")
    let one = try await place.answer("history --entry \(try #require(rows[2]["entry"].string))")
    #expect(one == rows[2])
  }

  @Test func accountsComeSortedByID() async throws {
    try await place.importFixture()
    let accounts = try await place.rows("account list")
    #expect(accounts.count == 68)
    let ids = accounts.compactMap { $0["id"].string }
    #expect(ids == ids.sorted())
    for account in accounts {
      #expect(account.keys == person)
      #expect(account["name"].keys == "family given middle")
      for link in account["links"].items { #expect(link.keys == "because provider since subject") }
      for enrollment in account["enrollments"].items {
        #expect(enrollment.keys == "role section status")
      }
      let sections = account["enrollments"].items.compactMap { $0["section"].string }
      #expect(sections == sections.sorted())
    }
    #expect(try await place.answer("account show \(ids[7])") == accounts[7])
    let found = try await place.rows("account find lakeside:student/100000000")
    #expect(found.map { $0["sis_id"] } == ["100000000"])
  }

  @Test func sectionsComeSortedByKey() async throws {
    try await place.importFixture()
    let sections = try await place.rows("section list")
    #expect(sections.count == 12)
    let ids = sections.compactMap { $0["id"].string }
    #expect(ids == ids.sorted())
    for section in sections {
      #expect(
        section.keys
          == "grade id name provider section_number status students subject subject_id teachers")
      for members in [section["students"].items, section["teachers"].items] {
        let accounts = members.compactMap { $0["account"].string }
        #expect(accounts == accounts.sorted())
      }
    }
    #expect(try await place.answer("section show \(ids[3])") == sections[3])
  }

  @Test func linksComeSortedByKey() async throws {
    try await place.importFixture()
    let rows = try await place.rows("link list")
    #expect(rows.count == 68)
    for row in rows { #expect(row.keys == "account because provider since subject") }
    let keys = rows.compactMap { $0["subject"].string }
    #expect(keys == keys.sorted())
  }

  @Test func anEmptyStoreHasEmptyLists() async throws {
    #expect(try await place.answer("store init") == ["created": true])
    #expect(try await place.answer("store init") == ["created": false])
    for list in ["account list", "section list", "link list", "history", "account find nobody"] {
      #expect(try await place.rows(list) == [], "\(list)")
    }
    #expect(try await place.answer("store status")["journal_entries"] == 0)
  }

  @Test func failuresAreOneDocumentOnStandardError() async throws {
    let failure = try await place.failure("store status")
    #expect(failure["code"] == "not_found")
    #expect(failure["remedy"].string?.contains("store init") == true)
    let ending = await place.run("store status --format json")
    #expect(ending.errors.split(separator: "\n").count == 1)
    try await place.failure("store stats", code: 64)
    try await place.failure("import clever-csv", code: 64)
  }

  @Test func quietLeavesTheAnswerAlone() async throws {
    let ending = await place.run(
      "import clever-csv \(Workplace.fixture) --provider lakeside --quiet --format json")
    #expect(ending.errors == "")
    #expect(try StrictJSON.lines(ending.output).count == 1)
  }
}
