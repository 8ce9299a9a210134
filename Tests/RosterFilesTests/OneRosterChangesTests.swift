import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// A listing of changes: `delta` in the manifest.
struct OneRosterChangesTests {
  private static let day = "2026-02-01T10:00:00.000Z"

  @Test func rowsThatAreGoneAreDepartures() async throws {
    let listing = try await District.oneRosterChanges(
      users: ["u1,tobedeleted,\(Self.day),true,,Rowan,Elm,,,,,,,"],
      classes: ["k1,inactive,\(Self.day),Algebra,,,,,,,,,,"],
      enrollments: [
        "e1,tobedeleted,\(Self.day),k2,s2,u3,student,,,",
        "e2,tobedeleted,\(Self.day),k2,s2,u3,student,,,",
      ]
    ).listing()
    #expect(listing.notes == [])
    #expect(listing.people == [])
    #expect(listing.sections == [])
    #expect(listing.departures.people == [person("u1")])
    #expect(listing.departures.sections == [section("k1")])
    #expect(listing.departures.members == [EnrollmentKey(section("k2"), person("u3"))])
  }

  @Test func membersOfClassesThatOnlyTheStoreKnowsComeWithTheirPlaces() async throws {
    let listing = try await District.oneRosterChanges(
      users: ["u9,active,\(Self.day),true,,Ivy,Ash,,109,,,,,"],
      roles: ["r9,active,\(Self.day),u9,primary,student,,,s1"],
      classes: ["k9,active,\(Self.day),Chess,,,,,,s1,,,,"],
      enrollments: [
        "e1,active,\(Self.day),k2,s2,u9,student,,,", "e2,active,\(Self.day),k2,s2,u7,student,,,",
        "e3,active,\(Self.day),k2,s2,u4,teacher,true,,",
        "e4,active,\(Self.day),k9,s2,u9,student,,,",
      ]
    ).listing()
    #expect(listing.notes == [])
    #expect(listing.people.map(\.key) == [person("u9")])
    #expect(listing.sections.map(\.key) == [section("k9"), section("k2")])
    #expect(listing.sections[0].details?.name == "Chess")
    #expect(listing.sections[1].details == nil)
    #expect(
      listing.sections[1].members == [
        .init(person("u4"), .primaryTeacher), .init(person("u9"), .student),
        .init(person("u7"), .student),
      ])
    #expect(listing.sections[1].places.map(\.line) == [4, 2, 3])
    #expect(Set(listing.sections[1].places.map(\.file)) == ["enrollments.csv"])
  }

  @Test func aLoneRowOfATeacherIsNoSignOfBeingTheOnlyOne() async throws {
    let listing = try await District.oneRosterChanges(
      enrollments: ["e3,active,\(Self.day),k1,s1,u5,teacher,,,"]
    ).listing()
    #expect(listing.sections.first?.members == [.init(person("u5"), .coTeacher)])
  }

  @Test func whoComesBackIntoAClassHasNotLeftIt() async throws {
    let listing = try await District.oneRosterChanges(
      enrollments: [
        "e1,active,\(Self.day),k1,s1,u1,teacher,,,",
        "e2,tobedeleted,\(Self.day),k1,s1,u1,student,,,",
      ]
    ).listing()
    #expect(listing.departures.isEmpty)
    #expect(listing.sections.first?.members == [.init(person("u1"), .coTeacher)])
  }

  @Test(
    "A change without status or date is rejected",
    arguments: [
      ("enrollments", "e1,,\(day),k1,s1,u1,student,,,", "status", "is blank."),
      ("enrollments", "e1,gone,\(day),k1,s1,u1,student,,,", "status", "none of active"),
      ("enrollments", "e1,active,,k1,s1,u1,student,,,", "dateLastModified", "is blank."),
      ("enrollments", "e1,tobedeleted,,k1,s1,u1,student,,,", "dateLastModified", "is blank."),
      ("enrollments", "e1,tobedeleted,\(day),,s1,u1,,,,", "classSourcedId", "is blank."),
      ("enrollments", "e1,tobedeleted,\(day),k1,s1,,,,,", "userSourcedId", "is blank."),
      ("classes", "k1,,\(day),Algebra,,,,,,,,,,", "status", "is blank."),
      ("users", "u1,,\(day),true,,Rowan,Elm,,,,,,,", "status", "is blank."),
      ("roles", "r1,,\(day),u1,primary,student,,,", "status", "is blank."),
      ("roles", "r1,active,\(day),u1,primary,student,,,", "userSourcedId", "users.csv does not"),
    ])
  func rejected(file: String, row: String, field: String, reason: String) async throws {
    let listing = try await District.oneRosterChanges().listing(adding: row, to: file)
    #expect(listing.people == [])
    #expect(listing.sections == [])
    #expect(listing.departures.isEmpty)
    #expect(listing.rejected.count == 1)
    #expect(listing.rejected.first?.field == field)
    #expect(listing.rejected.first?.reason.contains(reason) == true)
  }

  /// The person's role has not changed, so it is in no row: the store knows it, or nobody does.
  @Test func aUserWhoseRoleIsNotToldComesInWithoutOne() async throws {
    let listing = try await District.oneRosterChanges(
      users: ["u1,active,\(Self.day),true,,Rowan,Elm,,109,,,,,s1"],
      enrollments: ["e1,active,\(Self.day),k2,s2,u1,student,,,"]
    ).listing()
    var rowan = Profile()
    (rowan.given, rowan.family, rowan.district) = ("Rowan", "Elm", "d1")
    #expect(listing.people == [Identity(key: person("u1"), profile: rowan)])
    #expect(listing.sections.first?.members == [.init(person("u1"), .student)])
    #expect(listing.notes.map(\.text) == ["users.csv:2 role warning"])
  }

  @Test(arguments: ["status", "dateLastModified"])
  func aFileOfChangesMustHaveTheColumnsThatSayWhatChanged(column: String) async throws {
    var district = District.oneRosterChanges()
    district["classes"] = district["classes"].replacing(column, with: "x")
    #expect(
      try await district.error()?.reason == "At line 1, \(column): The column is missing.")
  }

  @Test func theMisspelledDateOfChangeIsTheDateOfChange() async throws {
    var district = District.oneRosterChanges(
      enrollments: ["e3,active,\(Self.day),k1,s1,u5,teacher,,,"])
    district["enrollments"] = district["enrollments"].replacing(
      "dateLastModified", with: "dataLastModified")
    let listing = try await district.listing()
    #expect(listing.sections.count == 1)
    #expect(listing.notes.map(\.field) == ["dateLastModified"])
  }

  @Test func departuresAreCutIntoPagesToo() async throws {
    let rows = (0..<10).map { "e\($0),tobedeleted,\(Self.day),k\($0),s1,u1,student,,," }
    var options = RosterFileOptions()
    options.membersPerPage = 3
    let folder = try TemporaryFolder(District.oneRosterChanges(enrollments: rows).files)
    let importer = try await District.importer(folder, layout: .oneRoster, options: options)
    let listing = try await ReadListing(of: importer)
    #expect(listing.pages == 4)
    #expect(listing.departures.members.count == 10)
  }
}
