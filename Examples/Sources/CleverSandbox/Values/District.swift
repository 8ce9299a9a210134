/// A district as Clever keeps it.
public struct District: Sendable {
  public let id: String
  public internal(set) var name: String
  let contact: DistrictContact
  var schools: [School] = []
  var people: [Person] = []
  var contacts: [Contact] = []
  var sections: [Section] = []
  var courses: [Course] = []
  var terms: [Term] = []
  /// `running`, `pending`, `error`, `paused` or `success`.
  var state = "running"
  var error = ""
  /// The days between which no data come from the district's own system, `YYYY-MM-DD` or empty.
  var pauseStart = ""
  var pauseEnd = ""
  /// When records changed, and came into being, that are not as they were loaded.
  var modified: [Reference: String] = [:]
  var created: [Reference: String] = [:]
  /// The fields that the district does not share, by the kind of record up to v2.1.
  var hidden: [Resource: Set<String>] = [:]
  /// Made anew by those who change lists.
  var index = DistrictIndex()

  init(id: String, name: String, contact: DistrictContact) {
    (self.id, self.name, self.contact) = (id, name, contact)
  }

  /// The sections that somebody is in, as teacher or student. Complexity: O(their number).
  func sections(of person: String) -> [Section] {
    guard case .person(let number) = index.places[person] else { return [] }
    return index.sections(of: number).map { sections[$0] }
  }

  /// The people who were not removed.
  var presentPeople: [Person] {
    guard !index.removed.isEmpty else { return people }
    return people.indices.filter { !index.removed.contains(.person($0)) }.map { people[$0] }
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
  var name: String
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
  var sisID: String
  var school: String
  var name: String
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
  var name: String
  var number: String
}

struct Term: Sendable {
  let id: String
  var name: String
  /// `YYYY-MM-DD`, or empty.
  var start: String
  var end: String
}

/// A parent or somebody else to call. Contacts do not sign in.
struct Contact: Sendable {
  let id: String
  let legacyID: String
  var name: String
  let student: String
  var sisID = ""
  var email = ""
  var phone = ""
  var phoneType = ""
  var relationship = ""
  var type = ""
}
