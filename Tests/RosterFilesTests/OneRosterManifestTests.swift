import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// What manifest.csv and the headers say, and what real exports make of them.
struct OneRosterManifestTests {
  @Test func withoutAManifestAllFilesAreBulkAsTheyAreFound() async throws {
    var district = District.oneRoster()
    district.files["manifest.csv"] = nil
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == [
        "manifest.csv:1 file: The file is missing; all files that are there are taken as bulk."
      ])
    #expect(listing.people == (try await District.oneRoster().listing()).people)
    #expect(listing.sections == (try await District.oneRoster().listing()).sections)
  }

  @Test(
    "A manifest that cannot be used in part is warned of",
    arguments: [
      ("file.orgs,bulk", "file.orgs,", "manifest.csv:9 value: It is none of absent, bulk"),
      ("file.orgs,bulk", "file.orgs,all", "manifest.csv:9 value: It is none of absent, bulk"),
      ("version,1.2", "version,2.0", "manifest.csv:3 value: It is neither 1.1 nor 1.2"),
      ("version,1.2", "version,", "manifest.csv:3 value: It is neither 1.1 nor 1.2"),
    ])
  func unusable(property: String, replacement: String, note: String) async throws {
    var district = District.oneRoster()
    district["manifest"] = district["manifest"].replacing(property, with: replacement)
    let listing = try await district.listing()
    #expect(listing.notes.count == 1)
    #expect(listing.notes.first?.kind == .warning(protecting: .nothing))
    #expect(listing.notes.first?.sentence.hasPrefix(note) == true)
    #expect(listing.people == (try await District.oneRoster().listing()).people)
  }

  @Test func propertiesAndModesIgnoreCase() async throws {
    var district = District.oneRoster()
    district["manifest"] = district["manifest"].uppercased()
    #expect(try await district.listing() == District.oneRoster().listing())
  }

  @Test func aFileThatIsCalledAbsentIsNotRead() async throws {
    var district = District.oneRoster()
    district["manifest"] = district["manifest"].replacing(
      "file.demographics,bulk", with: "file.demographics,absent")
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == [
        "demographics.csv:1 file: The manifest calls the file absent, so it is not read."
      ])
    #expect(listing.people.allSatisfy { $0.profile.birthDate == nil })
  }

  @Test func aFileThatIsListedAndMissingIsWarnedOf() async throws {
    var district = District.oneRoster()
    district.files["academicSessions.csv"] = nil
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == [
        "academicSessions.csv:1 file: The manifest lists the file, and it is missing."
      ])
    #expect(listing.sections.allSatisfy { $0.details?.term == nil })
  }

  @Test(arguments: ["users", "classes", "enrollments", "roles"])
  func aFileWithoutWhichOthersMeanNothingMustBeThere(file: String) async throws {
    var district = District.oneRoster()
    district.files[file + ".csv"] = nil
    let error = try await district.error()
    #expect(error?.code == .notFound)
    #expect(error?.problem == "\(file).csv is missing.")
  }

  @Test(
    "Absence means nothing unless users, classes and enrollments are all bulk",
    arguments: [
      ("none", "", RosterScope.provider), ("users", "delta", .changes),
      ("classes", "delta", .changes), ("enrollments", "delta", .changes),
      ("roles", "delta", .changes), ("enrollments", "absent", .changes),
      ("orgs", "absent", .provider), ("demographics", "absent", .provider),
    ])
  func scope(file: String, mode: String, scope: RosterScope) async throws {
    var district = District.oneRoster()
    district["manifest"] = district["manifest"].replacing(
      "file.\(file),bulk", with: "file.\(file),\(mode)")
    let folder = try TemporaryFolder(district.files)
    #expect(try await District.importer(folder, layout: .oneRoster).scope == scope)
  }

  @Test(
    "Columns are found under the names that exports were seen to give them",
    arguments: [
      ("users", "preferredGivenName", "prefferedGivenName"), ("users", "grades", "grade"),
      ("classes", "termSourcedIds", "termSourcedId"), ("classes", "grades", "Grade"),
      ("classes", "periods", "period"), ("classes", "subjects", "subject"),
    ])
  func misspelled(file: String, column: String, name: String) async throws {
    var district = District.oneRoster()
    district[file] = district[file].replacing(column, with: name, maxReplacements: 1)
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == [
        "\(file).csv:1 \(column): The column has another name in the file; it is read all the same."
      ])
    #expect(listing.people == (try await District.oneRoster().listing()).people)
    #expect(listing.sections == (try await District.oneRoster().listing()).sections)
  }

  @Test(
    "A missing required column is named, with its file and line",
    arguments: [
      ("manifest", "propertyName"), ("orgs", "sourcedId"), ("academicSessions", "sourcedId"),
      ("courses", "sourcedId"), ("roles", "userSourcedId"), ("roles", "role,"),
      ("users", "sourcedId"), ("users", "givenName"), ("users", "familyName"),
      ("demographics", "sourcedId"), ("classes", "sourcedId"), ("classes", "title"),
      ("enrollments", "classSourcedId"), ("enrollments", "userSourcedId"),
      ("enrollments", "role"),
    ])
  func missingColumn(file: String, column: String) async throws {
    var district = District.oneRoster()
    let name = column.filter { $0 != "," }
    district[file] = district[file].replacing(
      column, with: column.replacing(name, with: "x"), maxReplacements: 1)
    let error = try await district.error()
    #expect(error?.code == .invalid)
    #expect(error?.reason == "At line 1, \(name): The column is missing.")
  }
}
