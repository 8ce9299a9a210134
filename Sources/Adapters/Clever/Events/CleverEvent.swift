/// That a record was created, updated or deleted.
struct CleverEvent: Sendable {
  let id: CleverID
  let action: Action
  let content: Content

  enum Action: String {
    case created, updated, deleted
  }

  /// What the record is now, or was when it was deleted. It may hold changed fields alone.
  enum Content: Sendable {
    case person(Result<CleverPerson, UnreadRecord>)
    case section(Result<CleverSection, UnreadRecord>, former: FormerMembers)
    /// A term or a course, which sections name.
    case catalog
    /// A record that says nothing of people and sections.
    case other
    case unknown
  }

  /// Who was in a section before.
  struct FormerMembers: Sendable {
    var teachers: [CleverID] = []
    var students: [CleverID] = []
    /// Whether both its course and its term were others.
    var wereOfAnotherClass = false
  }

  /// Reads an event of a version.
  init(_ event: RecordFields, in version: CleverVersion) throws {
    id = try event.requiredID("id")
    let type = try event.requiredText("type").split(separator: ".", maxSplits: 1).map(String.init)
    guard type.count == 2, let action = Action(rawValue: type[1]) else {
      (action, content) = (.updated, .unknown)
      return
    }
    self.action = action
    let data = event.object("data")
    let record = data?.object("object")
    switch type[0] {
    case "sections":
      content = .section(
        Result(record, in: "data.object") { try CleverSection($0) },
        former: FormerMembers(data?.object("previous_attributes")))
    case "terms", "courses": content = .catalog
    case "schools", "districts", "resources": content = .other
    default:
      let people = CleverPeople(named: type[0], in: version)
      content =
        people.map { people in
          .person(Result(record, in: "data.object") { try CleverPerson($0, of: people) })
        } ?? .unknown
    }
  }
}

extension CleverEvent.FormerMembers {
  /// Reads what the fields of a section were that have changed.
  fileprivate init(_ previous: RecordFields?) {
    func people(_ name: FieldName) -> [CleverID] {
      (previous?.texts(name) ?? []).compactMap { CleverID($0) }
    }
    teachers =
      people("teachers") + [previous?.text("teacher").flatMap { CleverID($0) }].compactMap { $0 }
    students = people("students")
    wereOfAnotherClass = Set(previous?.names ?? []).isSuperset(of: ["course", "term_id"])
  }
}

extension CleverPeople {
  /// The collection in an event's type, where its words run together: `schooladmins`.
  fileprivate init?(named name: String, in version: CleverVersion) {
    let found = Self.allCases.first { people in people.rawValue.filter { $0 != "_" } == name }
    guard let found, (found == .users) != version.hasRecordsByType else { return nil }
    self = found
  }
}
