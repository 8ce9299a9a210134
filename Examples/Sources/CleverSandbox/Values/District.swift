/// A district as Clever keeps it.
public struct District: Sendable {
  public let id: String
  public let name: String
  let contact: DistrictContact
  var schools: [School] = []
  var people: [Person] = []
  var contacts: [Contact] = []
  var sections: [Section] = []
  var courses: [Course] = []
  var terms: [Term] = []

  /// The sections that somebody is in, as teacher or student. Complexity: O(seats of the district).
  func sections(of person: String) -> [Section] {
    sections.filter { $0.teachers.contains(person) || $0.students.contains(person) }
  }
}

/// Whom Clever names as the one to ask.
struct DistrictContact: Sendable {
  let id: String
  let name: PersonName
  let email: String
}

struct School: Sendable {
  let id: String
  let sisID: String
  let name: String
  var number = ""
  var stateID = ""
  var ncesID = ""
  var lowGrade = ""
  var highGrade = ""
  var phone = ""
  var principal = ""
  var principalEmail = ""
  var address = StudentRole.Address()
}

struct Section: Sendable {
  let id: String
  let sisID: String
  let school: String
  let name: String
  var number = ""
  var grade = ""
  var period = ""
  var subject = ""
  var course: String?
  var term: String?
  /// IDs from v3.0 on, the primary teacher's first.
  var teachers: [String]
  var students: [String] = []
}

struct Course: Sendable {
  let id: String
  let name: String
  let number: String
}

struct Term: Sendable {
  let id: String
  let name: String
  /// `YYYY-MM-DD`, or empty.
  let start: String
  let end: String
}

/// A parent or somebody else to call. Contacts do not sign in.
struct Contact: Sendable {
  let id: String
  let legacyID: String
  let name: String
  let student: String
  var sisID = ""
  var email = ""
  var phone = ""
  var phoneType = ""
  var relationship = ""
  var type = ""
}
