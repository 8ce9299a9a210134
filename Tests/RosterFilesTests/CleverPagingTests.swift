import Foundation
import Provisioning
import Synchronization
import Testing

@testable import ProvisioningRosterFiles

struct CleverPagingTests {
  private static func small() -> RosterFileOptions {
    var options = RosterFileOptions()
    options.peoplePerPage = 2
    options.membersPerPage = 3
    options.notesPerPage = 1
    return options
  }

  @Test func smallPagesHoldTheSameListing() async throws {
    let folder = try TemporaryFolder(District().files)
    let whole = try await ReadListing(of: District.importer(folder))
    let parts = try await ReadListing(of: District.importer(folder, options: Self.small()))
    #expect(whole.pages == 2)
    #expect(parts.pages == 5)
    #expect(parts.people == whole.people)
    #expect(parts.sections == whole.sections)
  }

  @Test func anotherImporterGivesTheSamePageAfterTheSameCursor() async throws {
    let folder = try TemporaryFolder(District().files)
    let importer = try await District.importer(folder, options: Self.small())
    var cursor: PageCursor?
    repeat {
      let page = try await importer.page(after: cursor)
      let again = try await District.importer(folder, options: Self.small()).page(after: cursor)
      #expect(page == again)
      cursor = page.next
    } while cursor != nil
  }

  @Test(arguments: ["", "x", "x/1", "/1", "1"])
  func aCursorOfOtherFilesIsRefused(cursor: String) async throws {
    let folder = try TemporaryFolder(District().files)
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await District.importer(folder).page(after: PageCursor(cursor))
    }
    #expect(error?.code == .conflict)
  }

  @Test func allNotesComeBeforeTheFirstSectionWhichTheyMayProtect() async throws {
    var district = District()
    for _ in 0..<9 { district.add("s1,m1,999", to: "enrollments") }
    let folder = try TemporaryFolder(district.files)
    #expect(try await District.importer(folder).page(after: nil).notes.count == 9)
    let importer = try await District.importer(folder, options: Self.small())
    #expect(try await importer.page(after: nil).notes.count == 1)
    let parts = try await ReadListing(of: importer)
    #expect(parts.notes == (try await ReadListing(of: District.importer(folder)).notes))
    var (cursor, seen): (PageCursor?, Int) = (nil, 0)
    repeat {
      let page = try await importer.page(after: cursor)
      seen += page.notes.count
      #expect(page.sections.isEmpty || seen == 9)
      cursor = page.next
    } while cursor != nil
    #expect(seen == 9)
  }

  @Test func aListingWithoutRowsIsOneEmptyPage() async throws {
    var district = District()
    for (name, text) in district.files {
      district.files[name] = text.split(separator: "\n")[0] + "\n"
    }
    let listing = try await district.listing()
    #expect(listing.pages == 1)
    #expect(listing.people == [])
    #expect(listing.sections == [])
  }

  @Test func theFingerprintIsOfBytesProviderAndDistrict() async throws {
    let first = try await fingerprint(District())
    #expect(try await fingerprint(District()) == first)
    for file in ["schools", "students", "teachers", "sections", "enrollments"] {
      var district = District()
      district[file] = district[file] + "\n"
      #expect(try await fingerprint(district) != first)
    }
    let folder = try TemporaryFolder(District().files)
    let elsewhere = try await RosterFileImporter.open(
      .cleverCSV, at: folder.path, provider: District.feed, district: "d2")
    #expect(elsewhere.fingerprint() != first)
  }

  private func fingerprint(_ district: District) async throws -> String? {
    try await District.importer(TemporaryFolder(district.files)).fingerprint()
  }

  @Test func progressRisesToTheWhole() async throws {
    let seen = Mutex<[Int64]>([])
    var options = RosterFileOptions()
    options.progress = { done, total in
      seen.withLock { $0 += [done] }
      #expect(done <= total)
    }
    let folder = try TemporaryFolder(District().files)
    let totals = try await District.importer(folder, options: options).totals
    let steps = seen.withLock { $0 }
    #expect(steps == steps.sorted())
    #expect(steps.last == totals.bytes)
    #expect(totals.rows == 2 + 3 + 2 + 2 + 3)
    #expect(totals.members == 6)
  }
}
