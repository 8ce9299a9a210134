import Foundation
import Provisioning
import ProvisioningRosterFiles
import Testing

/// Clever's sample district of 2015, which is no part of this package. The variable
/// `PROVISIONING_SAMPLES` names the folder that holds it.
@Suite(
  .enabled(
    if: SampleDistrict.folder != nil,
    "set PROVISIONING_SAMPLES to the folder that holds clever-sandbox-csv-2015"))
struct SampleDistrictTests {
  @Test func everythingComesInAndNothingIsRejected() async throws {
    let listing = try await ReadListing(of: SampleDistrict.importer())
    #expect(listing.people.count { $0.profile.role == .student } == 1004)
    #expect(listing.people.count { $0.profile.role == .teacher } == 89)
    #expect(listing.sections.count == 379)
    let roles = listing.sections.flatMap { $0.members.map(\.role) }
    #expect(roles.count { $0 == .student } == 8971)
    #expect(roles.count { $0.teaches } == 460)
    #expect(listing.rejected == [])
  }

  @Test func totalsAgreeWithThePages() async throws {
    let totals = try await SampleDistrict.importer().totals
    #expect(totals.people == 1093)
    #expect(totals.sections == 379)
    #expect(totals.members == 9431)
    #expect(totals.rows == 1004 + 89 + 379 + 8971 + 3)
  }

  @Test func bareCarriageReturnsDatesAndNamesReadAsCleverShowsThem() async throws {
    let listing = try await ReadListing(of: SampleDistrict.importer())
    let person = try #require(listing.people.first)
    #expect(person.key.description == "sample:student/738733110")
    #expect(person.profile.birthDate == "1998-11-01")
    #expect(person.profile.gender == "F")
    #expect(person.profile.grade == "9")
    let section = try #require(listing.sections.first)
    #expect(section.details?.subject == "homeroom/advisory")
    #expect(section.details?.termStart == "2015-08-01")
    #expect(section.details?.name?.hasPrefix("Group Guidance - ") == true)
    #expect(section.details?.name?.hasSuffix(" - 0") == true)
  }
}

enum SampleDistrict {
  static let folder = ProcessInfo.processInfo.environment["PROVISIONING_SAMPLES"].map {
    $0 + "/clever-sandbox-csv-2015"
  }

  static func importer() async throws -> RosterFileImporter {
    try await RosterFileImporter.open(
      .cleverCSV, at: try #require(folder), provider: try #require(ProviderName("sample")),
      district: "sample-district")
  }
}
