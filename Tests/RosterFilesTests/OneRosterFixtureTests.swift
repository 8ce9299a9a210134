import Foundation
import Provisioning
import ProvisioningRosterFiles
import Testing

/// The made-up district in `Tests/Fixtures/oneroster`, whose README says what is odd in it.
struct OneRosterFixtureTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/oneroster").path()

  private func listing() async throws -> ReadListing {
    try await ReadListing(
      of: RosterFileImporter.open(
        .oneRoster, at: Self.folder, provider: District.feed, district: "d1"))
  }

  @Test func everythingThatCanBeUsedComesIn() async throws {
    let listing = try await listing()
    #expect(
      listing.people.map { "\($0.key.subject) \($0.profile.roles.map(\.rawValue))" } == [
        #"user-1 ["student", "contact"]"#, #"user-2 ["student"]"#, #"user-3 ["student"]"#,
        #"user-4 ["teacher", "contact"]"#, #"user-5 ["teacher"]"#, #"user-6 ["district_admin"]"#,
      ])
    #expect(
      listing.sections.map { section in
        "\(section.key.subject): "
          + section.members.map { "\($0.key.subject) \($0.role.rawValue)" }.joined(separator: ", ")
      } == [
        "class-1: user-4 primary_teacher, user-5 co_teacher, user-1 student, user-2 student",
        "class-2: user-5 primary_teacher, user-3 student", "class-3: user-4 primary_teacher",
      ])
    #expect(listing.people[1].profile.given == "Izzy")
    #expect(listing.people[1].profile.family == "Tarn, of Fen")
    #expect(listing.sections[0].details?.termEnd == "2026-06-12")
  }

  @Test func eachOddityIsNamedWithItsPlace() async throws {
    let notes = try await listing().notes.map { "\($0.file):\($0.line) \($0.field)" }
    #expect(
      notes == [
        "manifest.csv:6 value", "orgs.csv:3 status", "roles.csv:4 orgSourcedId",
        "roles.csv:9 role", "roles.csv:11 status", "users.csv:8 role", "users.csv:9 status",
        "users.csv:1 preferredGivenName", "demographics.csv:3 birthDate",
        "classes.csv:4 courseSourcedId", "classes.csv:1 grades", "classes.csv:1 termSourcedIds",
        "enrollments.csv:5 primary", "enrollments.csv:8 role", "enrollments.csv:9 userSourcedId",
        "enrollments.csv:10 userSourcedId", "enrollments.csv:11 status",
        "enrollments.csv:12 userSourcedId",
      ])
  }
}
