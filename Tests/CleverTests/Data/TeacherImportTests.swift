import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

@Suite("A teacher's own sections from the Library")
struct TeacherImportTests {
  @Test("Her sections and their students come in by plain paths", arguments: CleverVersion.allCases)
  func first(_ version: CleverVersion) async throws {
    let (school, library) = (DataSchool(), Self.library(version))
    try await school.signIn(1)
    let outcome = try await school.sync(1, library, version)
    #expect(outcome.notes.isEmpty)
    #expect(outcome.report.accounts.created == 120)
    #expect(outcome.report.sections.created == 12)
    #expect(outcome.report.enrollments.started == 12 * 11)
    #expect(library.paths.count == 13)
    #expect(library.paths.allSatisfy { !$0.contains("limit") && !$0.contains("starting_after") })
    let student = try #require(try await school.store.link(.clever("a", 1)))
    #expect(student.state.sharing == .teacher)
    #expect(student.state.profile.roles == [.student])
    #expect(student.state.profile.district == nil)
    #expect(try await school.sync(1, library, version).report.changesNothing)
  }

  @Test("A co-teacher is not brought in; she joins the section that is there when she comes")
  func coTeacher() async throws {
    let (school, library) = (DataSchool(), Self.library(.v31))
    try await school.signIn(1)
    try await school.sync(1, library)
    #expect(try await school.store.link(.clever("b", 2)) == nil)
    try await school.signIn(2)
    let outcome = try await school.sync(2, library)
    #expect(outcome.report.sections.created == 0)
    #expect(outcome.report.accounts.created == 0)
    let shared = try await school.enrollments().filter { $0.hasPrefix("c1 b") }
    #expect(shared == ["c1 b1 primaryTeacher active", "c1 b2 coTeacher active"])
  }

  @Test("A section that she no longer shares is archived, unless another teacher has it")
  func leaving() async throws {
    let (school, library) = (DataSchool(), Self.library(.v31))
    for teacher in [1, 2] {
      try await school.signIn(teacher)
      try await school.sync(teacher, library)
    }
    library[Self.sections(of: 1)].removeFirst(2)
    let outcome = try await school.sync(1, library)
    #expect(outcome.report.sections.archived == 1)
    let rows = try await school.enrollments()
    #expect(rows.contains("c1 b1 primaryTeacher ended"))
    #expect(rows.contains("c1 b2 coTeacher active"))
    #expect(rows.contains("c1 a1 student active"))
    #expect(rows.contains("c2 a11 student ended"))
  }

  @Test("Whatever goes wrong with whichever answer, nothing ends", arguments: PageFault.allCases)
  func fault(_ fault: PageFault) async throws {
    // A user's token may be answered without any links.
    guard fault != .noLinks else { return }
    let (school, library) = (DataSchool(), Self.library(.v31))
    try await school.signIn(1)
    try await school.sync(1, library)
    let before = try await school.contents()
    for faulty in [0, 1, 7, 12] {
      library.tamper { number, good in number >= faulty ? fault.answer(good) : .success(good) }
      await #expect(throws: ProvisioningError.self) { try await school.sync(1, library) }
      #expect(try await school.contents() == before)
    }
  }

  @Test("A student whose record is spoilt stays in the class")
  func poison() async throws {
    let (school, library) = (DataSchool(), Self.library(.v31))
    try await school.signIn(1)
    try await school.sync(1, library)
    let before = try await school.contents()
    for record in [#"{"id":"\#(Written.id("a", 3))","roles":7}"#, "{}"] {
      library.tamper { _, answer in
        .success(answer.replacing(Self.student(3, .v31), with: record))
      }
      let outcome = try await school.sync(1, library)
      #expect(outcome.notes.map { "\($0.file) \($0.line)" } == ["/sections/{id}/users 3"])
      #expect(try await school.contents() == before)
    }
  }

  @Test("A teacher without sections has none, and no error")
  func none() async throws {
    let school = DataSchool()
    try await school.signIn(1)
    let library = StubDistrict([Self.sections(of: 1): []])
    #expect(try await school.sync(1, library).report.changesNothing)
  }

  // MARK: The Library

  static func sections(of teacher: Int) -> String {
    "/v3.1/users/\(Written.id("b", teacher))/sections"
  }

  /// Twelve sections of ten students each of one teacher; the first is another's, too.
  static func library(_ version: CleverVersion) -> StubDistrict {
    let isOld = version.hasRecordsByType
    let prefix = version.pathPrefix
    var lists: [String: [String]] = [:]
    let sections = (1...12).map { section($0) }
    let people = isOld ? "teachers" : "users"
    lists["\(prefix)/\(people)/\(Written.id("b", 1))/sections"] = sections
    lists["\(prefix)/\(people)/\(Written.id("b", 2))/sections"] = [sections[0]]
    for number in 1...12 {
      let path = "\(prefix)/sections/\(Written.id("c", number))/\(isOld ? "students" : "users")"
      lists[path] = students(of: number).map { student($0, version) }
    }
    return StubDistrict(lists)
  }

  private static func students(of section: Int) -> ClosedRange<Int> {
    (section * 10 - 9)...(section * 10)
  }

  /// A student as the Library tells of her.
  private static func student(_ number: Int, _ version: CleverVersion) -> String {
    let name = #"{"id":"\#(Written.id("a", number))","name":{"first":"Ana","last":"O"}"#
    return name
      + (version.hasRecordsByType ? #","grade":"9"}"# : #","roles":{"student":{"grade":"9"}}}"#)
  }

  private static func section(_ number: Int) -> String {
    let teachers = (number == 1 ? [1, 2] : [1]).map { #""\#(Written.id("b", $0))""# }
    let students = students(of: number).map { #""\#(Written.id("a", $0))""# }
    return #"{"id":"\#(Written.id("c", number))","name":"Class \#(number)","subject":"math","#
      + #""teacher":\#(teachers[0]),"teachers":[\#(teachers.joined(separator: ","))],"#
      + #""students":[\#(students.joined(separator: ","))]}"#
  }
}

extension DataSchool {
  /// A teacher of that number signs in for the first time.
  fileprivate func signIn(_ teacher: Int) async throws {
    let identity = Identity(
      key: .clever("b", teacher), sharing: .teacher, profile: Profile(role: .teacher))
    let outcome = try await door.signIn(identity, by: by)
    if let ticket = outcome.ticket { _ = try await door.answer(ticket, with: .new, by: by) }
  }

  @discardableResult
  fileprivate func sync(
    _ teacher: Int, _ library: StubDistrict, _ version: CleverVersion = .v31
  ) async throws -> RosterOutcome {
    let id = try #require(CleverID(Written.id("b", teacher)))
    return try await bringIn(CleverTeacherImporter(library.data(version), teacher: id))
  }
}

extension Identity.Key {
  fileprivate static func clever(_ kind: Character, _ number: Int) -> Identity.Key {
    Identity.Key("clever:" + Written.id(kind, number))!
  }
}
