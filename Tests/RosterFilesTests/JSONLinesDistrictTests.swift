import Foundation
import Provisioning
import ProvisioningRosterFiles
import Testing

/// A district that is written as JSON Lines, in any of the ways that the form allows, is the district
/// that it was.
struct JSONLinesDistrictTests {
  @Test(arguments: 0..<30)
  func aDistrictOfCSVFilesIsTheSameAsJSONLines(seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    let csv = try await randomDistrict(&random).listing()
    let lines = try await JSONLines.listing(written(csv, &random))
    #expect(csv.notes == [] && lines.notes == [])
    #expect(Set(lines.people) == Set(csv.people))
    #expect(lines.people.count == csv.people.count)
    #expect(Set(lines.sections) == Set(csv.sections))
    #expect(lines.sections.count == csv.sections.count)
  }

  /// The listing as lines in random order: a person stands on a line alone, or in full in one of her
  /// sections, or in all of them.
  private func written(
    _ listing: ReadListing, _ random: inout SeededGenerator
  ) throws -> [UInt8] {
    let text = RosterText(of: District.feed)
    var people = Dictionary(uniqueKeysWithValues: listing.people.map { ($0.key, $0) })
    var lines: [String] = []
    for section in listing.sections.shuffled(using: &random) {
      var inFull: [Identity] = []
      for member in section.members {
        guard let identity = people[member.key], Bool.random(using: &random) else { continue }
        inFull.append(identity)
        if Bool.random(using: &random) { people[member.key] = nil }
      }
      lines.append(try text.encode(.section(section, people: inFull)))
    }
    for key in people.keys.sorted() { lines.append(try text.encode(.person(people[key]!))) }
    return lines.shuffled(using: &random).flatMap { Array($0.utf8) }
  }

  private func randomDistrict(_ random: inout SeededGenerator) -> District {
    var district = District()
    let teachers = ["1", "100"]
    for number in 0..<Int.random(in: 0..<12, using: &random) {
      let school = ["s1", "s2"].randomElement(using: &random)!
      let name = ["Ash", "Sorrel", "Ñire", "\"O, Rowan\"", "\"Q \"\"x\"\"\""].randomElement(
        using: &random)!
      district.add("\(school),2\(number),\(name),G\(number),,\(number),,,,", to: "students")
      // At a second school as well: schools add up.
      if Bool.random(using: &random) {
        district.add("s2,2\(number),\(name),G\(number),,\(number),,,,", to: "students")
      }
      let teacher = teachers.randomElement(using: &random)!
      district.add("\(school),c\(number),\(teacher),,Class \(number),,,,,", to: "sections")
      for student in 0...number where Bool.random(using: &random) {
        district.add("\(school),c\(number),2\(student)", to: "enrollments")
      }
    }
    return district
  }
}
