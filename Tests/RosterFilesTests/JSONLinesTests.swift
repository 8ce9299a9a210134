import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// What a line means, and which lines are left out.
struct JSONLinesTests {
  private func notes(adding lines: String...) async throws -> [String] {
    var roster = JSONLines.small
    roster.lines += lines
    return try await roster.listing().notes.map(\.text)
  }

  @Test func peopleComeFirstAndSectionsWithAllTheirMembers() async throws {
    let listing = try await JSONLines.small.listing()
    #expect(listing.people.map(\.key) == [person("s-1"), person("s-2"), person("t-1")])
    #expect(listing.people.allSatisfy { $0.profile.district == "d1" })
    #expect(listing.sections.map(\.details?.name) == ["Pottery", "Choir"])
    #expect(listing.sections.allSatisfy { $0.details?.district == "d1" })
    #expect(
      listing.sections.first?.members
        == [.init(person("t-1"), .primaryTeacher), .init(person("s-1"), .student)])
    #expect(listing.notes == [])
  }

  @Test func linesMayStandInAnyOrder() async throws {
    var lines = JSONLines.small
    lines.lines.reverse()
    let listing = try await lines.listing()
    #expect(listing.people.count == 3)
    #expect(listing.sections.map(\.members.count) == [2, 2])
    #expect(listing.notes == [])
  }

  @Test func ofAPersonWhoComesTwiceTheFirstCountsAndSchoolsAddUp() async throws {
    var lines = JSONLines.small
    lines.lines += [
      #"""
      {"section":{"subject_id":"9","members":[{"subject":"s-1","role":"student",\#
      "name":{"given":"Other"},"schools":["n","w"],"enrollment_role":"student"}]}}
      """#,
      #"{"person":{"subject":"s-1","role":"teacher","schools":["e","w"]}}"#,
    ]
    let listing = try await lines.listing()
    let first = try #require(listing.people.first)
    #expect(listing.people.count == 3)
    #expect(first.profile.given == "Quill" && first.profile.roles == [.student])
    #expect(first.profile.schools == ["n", "w", "e"])
    #expect(listing.notes == [])
  }

  @Test func ofASectionThatComesTwiceTheFirstCounts() async throws {
    var lines = JSONLines.small
    lines.lines.append(
      #"""
      {"section":{"subject_id":"7","members":[\#
      {"subject":"s-3","role":"student","enrollment_role":"student"}]}}
      """#)
    let listing = try await lines.listing()
    #expect(listing.sections.map(\.members.count) == [2, 2])
    #expect(listing.people.last?.key == person("s-3"), "its people are people all the same")
    #expect(
      listing.notes.map(\.text)
        == ["roster.jsonl:6 section.subject_id rejected section feed:7"])
  }

  @Test func aMemberWhomNoLineGivesIsLeftOutAndStaysAsSheStands() async throws {
    var lines = JSONLines.small
    lines.lines.append(
      #"""
      {"section":{"subject_id":"9","members":[{"subject":"x","enrollment_role":"student"},\#
      {"subject":"s-1","enrollment_role":"student"},\#
      {"subject":"s-1","enrollment_role":"co_teacher"}]}}
      """#)
    let listing = try await lines.listing()
    #expect(listing.sections.last?.members == [.init(person("s-1"), .student)])
    #expect(
      listing.notes.map(\.text) == [
        "roster.jsonl:6 section.members[2].subject warning",
        "roster.jsonl:6 section.members[0].subject rejected feed:x in feed:9",
      ])
  }

  @Test func aListingOfStrangersIsRefused() async throws {
    var options = RosterFileOptions()
    options.notesInAll = 3
    var roster = JSONLines.small
    let strangers = ["x-1", "x-2", "x-3"].map {
      #"{"subject":"\#($0)","enrollment_role":"student"}"#
    }
    let first = #"{"section":{"subject_id":"9","members":[\#(strangers[0])]}}"#
    let last = #"{"section":{"subject_id":"10","members":[\#(strangers[1]),\#(strangers[2])]}}"#
    roster.lines.append(first)
    #expect(try await roster.listing(options: options).notes.count == 1)
    roster.lines.append(last)
    let error = await #expect(throws: ProvisioningError.self) {
      try await roster.listing(options: options)
    }
    #expect(error?.code == .invalid)
    #expect(error?.reason?.contains("line 7: Up to this line, 3 rows") == true)
  }

  @Test func aLineThatCannotBeUsedProtectsWhatItNames() async throws {
    #expect(
      try await notes(
        adding: #"{"person":{"subject":"s-9","role":"pupil"}}"#,
        #"{"person":{"subject":"s-9","roles":[]}}"#,
        #"{"person":{"role":"student"}}"#, #"{"section":{"subject_id":"9"}}"#,
        #"{"section":{"id":"9","members":[]}}"#, #"{"person":{"subject":"s-9""#,
        #"{"person":{"subject":"s-9","role":"student","district_id":"d"}}"#)
        == [
          "roster.jsonl:6 person.role rejected feed:s-9",
          "roster.jsonl:7 person.roles rejected feed:s-9",
          "roster.jsonl:8 person.subject rejected all people",
          "roster.jsonl:9 section.members rejected section feed:9",
          "roster.jsonl:10 section.id rejected all sections",
          "roster.jsonl:11 person rejected all sections",
          "roster.jsonl:12 person.district_id rejected feed:s-9",
        ])
  }

  @Test func anOptionalValueThatCannotBeUsedIsLeftBlank() async throws {
    var lines = JSONLines.small
    let long = String(repeating: "é", count: 501)
    lines.lines += [
      #"""
      {"person":{"subject":"s-3","role":"student","birth_date":"2011-02-29","gender":"f",\#
      "name":{"given":"\#(long)","family":""},"schools":["","n"],"district":"d2"}}
      """#,
      #"""
      {"section":{"subject_id":"9","term_start":"8/1/2026","members":[{"subject":"s-4",\#
      "role":"student","email":"\#(long)","enrollment_role":"student"}]}}
      """#,
    ]
    let listing = try await lines.listing()
    let profile = try #require(listing.people.first { $0.key == person("s-3") }).profile
    #expect(profile.birthDate == nil && profile.gender == nil && profile.given == nil)
    #expect(profile.family == nil && profile.schools == ["n"] && profile.district == "d2")
    #expect(listing.sections.last?.details?.termStart == nil)
    #expect(
      listing.notes.map(\.text) == [
        "roster.jsonl:6 person.name.given warning", "roster.jsonl:6 person.birth_date warning",
        "roster.jsonl:6 person.gender warning",
        "roster.jsonl:7 section.members[0].email warning",
        "roster.jsonl:7 section.term_start warning",
      ])
  }

  @Test func notesOfTheProgramThatWroteTheLinesArePassedOn() async throws {
    #expect(
      try await notes(
        adding:
          #"""
          {"rejected":{"file":"a.csv","line":3,"field":"id","reason":"no ID",\#
          "protects":{"section":"8"}}}
          """#, #"{"warning":{"file":"a.csv","line":4,"field":"dob","reason":"no date"}}"#)
        == ["a.csv:3 id rejected section feed:8", "a.csv:4 dob warning"])
  }

  @Test(arguments: [1, 2, 3])
  func theSizeOfPagesChangesNothing(size: Int) async throws {
    var lines = JSONLines.small
    lines.lines += [
      #"{"person":{}}"#, #"{"section":{}}"#, #"{"person":{"subject":"s-9"}}"#,
      #"{"person":{"subject":"s-8"}}"#, #"{"person":{"subject":"s-7"}}"#,
    ]
    var options = RosterFileOptions()
    (options.peoplePerPage, options.membersPerPage, options.notesPerPage) = (size, size, size)
    let whole = try await lines.listing()
    let cut = try await lines.listing(options: options)
    #expect(cut.people == whole.people && cut.sections == whole.sections)
    #expect(cut.notes == whole.notes && cut.notes.count == 5)
    #expect(cut.pages > whole.pages)
  }

  @Test func peopleOfManySchoolsAreFewOnAPage() async throws {
    let schools = (0..<30).map { "\"school-\($0)\"" }.joined(separator: ",")
    let lines = (0..<5).map {
      #"{"person":{"subject":"s-\#($0)","role":"student","schools":[\#(schools)]}}"#
    }
    var options = RosterFileOptions()
    options.membersPerPage = 50
    #expect(try await JSONLines(lines: lines).listing(options: options).pages == 3)
  }

  @Test func pagesOfAnotherListingAreRefused() async throws {
    let folder = try TemporaryFolder(["roster.jsonl": JSONLines.small.text])
    var options = RosterFileOptions()
    options.peoplePerPage = 1
    let first = JSONLines.importer(folder, options: options)
    let cursor = try #require(try await first.page(after: nil).next)
    #expect(
      try await JSONLines.importer(folder, options: options).page(after: cursor).people.count == 1)
    let other = JSONLines.importer(folder, district: "d2", options: options)
    let error = await #expect(throws: ProvisioningError.self) {
      try await other.page(after: cursor)
    }
    #expect(error?.code == .conflict)
    let before = try await first.fingerprint()
    #expect(try await other.fingerprint() != before)
    try folder.write(Data((JSONLines.small.text + "\n").utf8), to: "roster.jsonl")
    await #expect(throws: ProvisioningError.self) { try await first.page(after: nil) }
    #expect(try await JSONLines.importer(folder, options: options).fingerprint() != before)
  }

  @Test func whatComesThroughAPipeIsTheSameListing() async throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(JSONLines.small.text.utf8))
    try pipe.fileHandleForWriting.close()
    let importer = JSONLinesImporter(
      .descriptor(pipe.fileHandleForReading.fileDescriptor, name: "input"),
      provider: District.feed, district: "d1")
    #expect(try await ReadListing(of: importer) == JSONLines.small.listing())
    let folder = try TemporaryFolder(["roster.jsonl": JSONLines.small.text])
    #expect(
      try await importer.fingerprint() == JSONLines.importer(folder).fingerprint(),
      "the same bytes are the same listing, wherever they come from")
  }
}
