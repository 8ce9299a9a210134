/// A record whose fields can be set.
protocol Settable {
  /// Fields with one text, by the names that changes have for them: those of records up to v2.1, without
  /// nesting.
  static var texts: [String: WritableKeyPath<Self, String>] { get }
  static var lists: [String: WritableKeyPath<Self, [String]>] { get }
}

extension Settable {
  static var lists: [String: WritableKeyPath<Self, [String]>] { [:] }

  /// Sets all values, or refuses and sets none.
  mutating func set(_ values: [String: Change.Value]) throws(ControlRefusal) {
    self = try having(values)
  }

  /// The record with other values.
  func having(_ values: [String: Change.Value]) throws(ControlRefusal) -> Self {
    var record = self
    for (name, value) in values {
      switch value {
      case .text(let text):
        guard let path = Self.texts[name] else {
          throw Self.refusal(name, of: "text", Self.texts.keys)
        }
        record[keyPath: path] = text
      case .list(let list):
        guard let path = Self.lists[name] else {
          throw Self.refusal(name, of: "list", Self.lists.keys)
        }
        record[keyPath: path] = list
      }
    }
    return record
  }

  private static func refusal(
    _ name: String, of form: String, _ known: some Collection<String>
  ) -> ControlRefusal {
    .unknown(name, "\(form) to set", known.sorted())
  }
}

extension District: Settable {
  static var texts: [String: WritableKeyPath<District, String>] {
    [
      "name": \.name, "state": \.state, "error": \.error, "pause_start": \.pauseStart,
      "pause_end": \.pauseEnd,
    ]
  }
}

extension School: Settable {
  static var texts: [String: WritableKeyPath<School, String>] {
    ["name": \.name, "school_number": \.number, "low_grade": \.lowGrade, "high_grade": \.highGrade]
  }
}

extension Course: Settable {
  static var texts: [String: WritableKeyPath<Course, String>] {
    ["name": \.name, "number": \.number]
  }
}

extension Term: Settable {
  static var texts: [String: WritableKeyPath<Term, String>] {
    ["name": \.name, "start_date": \.start, "end_date": \.end]
  }
}

extension Contact: Settable {
  static var texts: [String: WritableKeyPath<Contact, String>] {
    ["name": \.name, "email": \.email, "phone": \.phone]
  }
}

extension Section: Settable {
  static var texts: [String: WritableKeyPath<Section, String>] {
    [
      "name": \.name, "sis_id": \.sisID, "section_number": \.number, "grade": \.grade,
      "period": \.period, "subject": \.subject, "school": \.school, "course": \.courseID,
      "term_id": \.termID,
    ]
  }

  static var lists: [String: WritableKeyPath<Section, [String]>] {
    ["teachers": \.teachers, "students": \.students]
  }

  /// Empty if there is none.
  private var courseID: String {
    get { course ?? "" }
    set { course = newValue.isEmpty ? nil : newValue }
  }

  private var termID: String {
    get { term ?? "" }
    set { term = newValue.isEmpty ? nil : newValue }
  }
}

extension Person: Settable {
  static var texts: [String: WritableKeyPath<Person, String>] {
    [
      "first_name": \.name.first, "middle_name": \.name.middle, "last_name": \.name.last,
      "email": \.email, "username": \.username, "sis_id": \.sisID, "grade": \.grade,
    ]
  }

  static var lists: [String: WritableKeyPath<Person, [String]>] { ["schools": \.schools] }

  /// That of all roles.
  private var sisID: String {
    get { student?.sisID ?? teacher?.sisID ?? staff?.staffID ?? "" }
    set {
      student?.sisID = newValue
      teacher?.sisID = newValue
      staff?.staffID = newValue
    }
  }

  private var grade: String {
    get { student?.grade ?? "" }
    set { student?.grade = newValue }
  }
}
