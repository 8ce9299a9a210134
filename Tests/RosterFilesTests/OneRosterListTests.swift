import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// Lists in one cell: each thing once, and pages that stay small.
struct OneRosterListTests {
  @Test func somebodyOfVeryManySchoolsIsInAllOfThem() async throws {
    var district = District.oneRoster()
    let schools = (0..<400).map { "school-\($0)" }
    for school in schools { district.add("\(school),,,,school,,", to: "orgs") }
    district["users"] = district["users"].replacing("preferredGivenName", with: "orgSourcedIds")
      .replacing("secret,Haz", with: "secret,")
      .replacing("secret,,d", with: "secret,\"\(schools.joined(separator: " , "))\",d")
    let listing = try await district.listing()
    #expect(listing.people[5].profile.schools == schools)
    #expect(listing.notes == [])
  }

  @Test func aListThatRepeatsIsAListOfEachOnce() async throws {
    var district = District.oneRoster()
    district["classes"] = district["classes"].replacing("\"t2, t1\"", with: "\"t2,t1,t2, t1\"")
    #expect(try await district.listing() == District.oneRoster().listing())
  }

  @Test func ofMoreTermsThanAnyClassHasTheFirstTwentyCount() async throws {
    var district = District.oneRoster()
    let terms = (10..<31).map { "t\($0)" }
    for term in terms {
      district.add("\(term),,,T\(term),term,2025-01-\(term.dropFirst()),,,", to: "academicSessions")
    }
    district["classes"] = district["classes"].replacing(
      "\"t2, t1\"", with: "\"" + terms.joined(separator: ",") + "\"")
    let listing = try await district.listing()
    #expect(
      listing.notes.map(\.sentence) == [
        "classes.csv:2 termSourcedIds: The list holds more than 20; the first ones count."
      ])
    let term = try #require(listing.sections.first?.details?.term)
    #expect(term == terms.dropLast().map { "T" + $0 }.joined(separator: ", "))
  }

  @Test func peopleOfManySchoolsAreFewOnAPage() async throws {
    var district = District.oneRoster()
    let schools = (0..<30).map { "school-\($0)" }
    for school in schools { district.add("\(school),,,,school,,", to: "orgs") }
    for person in ["u1", "u2", "u3", "u4"] {
      for school in schools {
        district.add("r-\(person)-\(school),,,\(person),secondary,parent,,,\(school)", to: "roles")
      }
    }
    var options = RosterFileOptions()
    options.membersPerPage = 50
    let folder = try TemporaryFolder(district.files)
    let importer = try await District.importer(folder, layout: .oneRoster, options: options)
    var (cursor, people): (PageCursor?, [Int]) = (nil, [])
    repeat {
      let page = try await importer.page(after: cursor)
      if !page.people.isEmpty { people.append(page.people.count) }
      cursor = page.next
    } while cursor != nil
    #expect(people == [2, 2, 2])
  }
}
