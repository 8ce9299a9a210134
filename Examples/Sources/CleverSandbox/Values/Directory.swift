/// All districts, with ways to find a person.
public struct Directory: Sendable {
  public internal(set) var districts: [District]

  init(_ districts: [District]) { self.districts = districts }

  /// The person with an ID of v3.0 or later; `nil` also for those who were removed. Complexity: O(1).
  public func person(_ id: String) -> Person? {
    for district in districts {
      if case .person(let number) = district.place(id, of: .users, in: .v3p0) {
        return district.people[number]
      }
    }
    return nil
  }

  /// The district with an ID.
  public func district(_ id: String) -> District? { districts.first { $0.id == id } }

  /// Whether one of the teacher's sections has the student. Complexity: O(the teacher's seats).
  func teaches(_ teacher: String, _ student: String) -> Bool {
    districts.contains { district in
      district.sections(of: teacher).contains {
        $0.teachers.contains(teacher) && $0.students.contains(student)
      }
    }
  }
}
