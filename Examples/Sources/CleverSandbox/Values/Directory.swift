/// All districts, with ways to find a person.
public struct Directory: Sendable {
  public let districts: [District]
  private let people: [String: Place]
  private let legacy: [String: Place]
  private let pupils: [String: Set<String>]

  private struct Place {
    let district: Int
    let person: Int
  }

  init(_ districts: [District]) {
    var people: [String: Place] = [:]
    var legacy: [String: Place] = [:]
    var pupils: [String: Set<String>] = [:]
    for (index, district) in districts.enumerated() {
      for (number, person) in district.people.enumerated() {
        let place = Place(district: index, person: number)
        people[person.id] = place
        for type in person.types { legacy[person.legacyID(as: type) ?? ""] = place }
      }
      for section in district.sections {
        for teacher in section.teachers { pupils[teacher, default: []].formUnion(section.students) }
      }
    }
    self.districts = districts
    self.people = people
    self.legacy = legacy
    self.pupils = pupils
  }

  /// The person with an ID of v3.0 or later. Complexity: O(1).
  public func person(_ id: String) -> Person? { people[id].map(person) }

  /// The person who has a role with an ID of v2.1 or earlier. Complexity: O(1).
  func person(legacyID: String, as type: UserType) -> Person? {
    legacy[legacyID].map(person).flatMap { $0.legacyID(as: type) == legacyID ? $0 : nil }
  }

  /// The district with an ID.
  public func district(_ id: String) -> District? { districts.first { $0.id == id } }

  /// Whether one of the teacher's sections has the student. Complexity: O(1).
  func teaches(_ teacher: String, _ student: String) -> Bool {
    pupils[teacher]?.contains(student) ?? false
  }

  private func person(at place: Place) -> Person {
    districts[place.district].people[place.person]
  }
}
