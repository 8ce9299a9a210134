import Foundation
import Provisioning
import ProvisioningRosterFiles
import Testing

/// OneRoster files that others publish to test importers with, oddities and all. They are no part of
/// this package. The variable `PROVISIONING_SAMPLES` names the folder that holds them.
@Suite(
  .enabled(
    if: OneRosterSamples.folder != nil,
    "set PROVISIONING_SAMPLES to the folder that holds oneroster"))
struct OneRosterSampleTests {
  @Test func aMinimalSetComesInWhole() async throws {
    let listing = try await Self.listing(of: "moodle/Test_minimal_data_set")
    #expect(listing.people.count == 6)
    #expect(listing.sections.count == 2)
    #expect(listing.sections.flatMap(\.members).count == 6)
    #expect(listing.notes == [])
    // Two terms, the later one of which ends last.
    #expect(listing.sections[1].details?.term?.contains(", ") == true)
  }

  @Test func aFullSetComesInAndItsOdditiesAreNamed() async throws {
    let listing = try await Self.listing(of: "moodle/Test_full_data_set")
    #expect(listing.people.count == 6)
    #expect(listing.sections.map(\.key.subject.rawValue) == ["cls-222-123456"])
    #expect(listing.sections[0].members.map(\.role) == [.primaryTeacher, .student, .student])
    #expect(listing.sections[0].details?.subject == "Science, Physics, Biology")
    #expect(listing.sections[0].details?.grade == nil)
    let gone = "classSourcedId: classes.csv says that it is listed no more."
    #expect(
      listing.rejected.map(\.sentence) == [
        "enrollments.csv:5 \(gone)", "enrollments.csv:6 \(gone)", "enrollments.csv:7 \(gone)",
      ])
    // Each file is bulk, and fills its statuses all the same.
    let filled = listing.notes.filter { !$0.isRejected }
    #expect(filled.allSatisfy { $0.field == "status" })
    #expect(
      filled.map(\.file) == [
        "orgs.csv", "academicSessions.csv", "users.csv", "classes.csv", "enrollments.csv",
      ])
  }

  @Test func anotherSetWithMisspelledColumnsComesIn() async throws {
    let listing = try await Self.listing(of: "oat-sa/samples")
    #expect(listing.people.count == 2)
    #expect(listing.sections.count == 3)
    #expect(listing.sections.flatMap(\.members).count == 3)
    #expect(listing.rejected == [])
    #expect(
      listing.notes.map { "\($0.file):\($0.line) \($0.field)" } == [
        "orgs.csv:2 status", "classes.csv:2 status", "classes.csv:2 termSourcedIds",
        "classes.csv:3 termSourcedIds", "classes.csv:4 termSourcedIds", "classes.csv:1 grades",
        "enrollments.csv:2 status",
      ])
  }

  private static func listing(of set: String) async throws -> ReadListing {
    let importer = try await RosterFileImporter.open(
      .oneRoster, at: try #require(OneRosterSamples.folder) + set,
      provider: try #require(ProviderName("sample")),
      district: "sample-district")
    return try await ReadListing(of: importer)
  }
}

enum OneRosterSamples {
  static let folder = ProcessInfo.processInfo.environment["PROVISIONING_SAMPLES"].map {
    $0 + "/oneroster/"
  }
}
