import Testing

@testable import ProvisioningSamples

/// A district is a function of its description.
@Suite struct DistrictTests {
  static let layouts: [SampleDistrict.Layout] = [
    .cleverCSV, .oneRoster(.v1p1), .oneRoster(.v1p2),
  ]

  @Test(arguments: layouts, [0, 5])
  func aLargerDistrictBeginsWithASmallerOne(
    layout: SampleDistrict.Layout, changed: Int
  ) throws {
    for condition in [SampleDistrict.Condition.clean, .messy] {
      let small = Files(
        SampleDistrict(schools: 2, seed: 3, condition: condition, changed: changed), layout)
      let large = Files(
        SampleDistrict(schools: 5, seed: 3, condition: condition, changed: changed), layout)
      for name in small.names {
        #expect(large[name].starts(with: small[name]), "\(name)")
      }
    }
  }

  @Test(arguments: layouts) func anotherSeedIsAnotherDistrict(layout: SampleDistrict.Layout) {
    let one = Files(SampleDistrict(schools: 1, seed: 1), layout)
    let two = Files(SampleDistrict(schools: 1, seed: 2), layout)
    #expect(one.digest != two.digest)
  }

  @Test func theBytesAreTheSameOnEveryMachine() {
    let district = SampleDistrict(schools: 2, seed: 1)
    #expect(Files(district, .cleverCSV).digest == "1ea9e296783f442c")
    let clean = SampleDistrict(schools: 2, seed: 1, condition: .clean)
    #expect(Files(clean, .cleverCSV).digest == "9a10e333ba1f58d1")
    let later = SampleDistrict(schools: 2, seed: 1, changed: 3)
    #expect(Files(later, .cleverCSV).digest == "598f272b5da4231c")
  }

  @Test(arguments: [
    (SampleDistrict.OneRosterVersion.v1p1, "f2068baa8a1b5828"), (.v1p2, "85896d55ad40ab7c"),
  ])
  func oneRosterHasTheSameBytesOnEveryMachine(
    version: SampleDistrict.OneRosterVersion, digest: String
  ) {
    let district = SampleDistrict(schools: 2, seed: 1, changed: 3)
    #expect(Files(district, .oneRoster(version)).digest == digest)
  }

  @Test func identifiersAreUniqueWithinARole() {
    let schools = (0..<12).map { School($0, seed: 1) }
    let students = schools.flatMap { $0.students.map(\.person.sisID) }
    #expect(Set(students).count == students.count)
    let classes = schools.flatMap { $0.classes.map(\.id) }
    #expect(Set(classes).count == classes.count)
    let teachers = schools.flatMap { $0.teachers.map(\.person.sisID) }
    #expect(Set(teachers).count == teachers.count)
    #expect(!Set(students).isDisjoint(with: teachers), "a teacher shares an ID with a student")
  }

  @Test func everybodyHasOneClassEachPeriod() {
    let school = School(0, seed: 9)
    for period in 0..<10 {
      let rosters = school.classes[period * 20..<period * 20 + 20].flatMap(\.roster)
      #expect(rosters.sorted() == school.students.map(\.person.sisID).sorted())
    }
  }
}
