/// A section's record.
public struct CleverSection: Hashable, Sendable, CustomStringConvertible {
  /// The ID, the same in every version.
  public let id: CleverID
  /// The district; in what a teacher shares there is none.
  public let district: CleverID?
  /// The school.
  public let school: CleverID?
  /// The name, which Clever makes of the course, the teacher and the period where it can.
  public let name: String?
  /// The student information system's ID. Districts give old ones to new sections.
  public let sisID: String?
  /// The subject.
  public let subject: CleverSubject?
  /// The grade; it need not be that of the students.
  public let grade: CleverGrade?
  /// The period.
  public let period: String?
  /// The school's number for it.
  public let sectionNumber: String?
  /// The course.
  public let course: CleverID?
  /// The term.
  public let term: CleverID?
  /// The primary teacher: the first of all where none is named.
  public let teacher: CleverID?
  /// All teachers, each once.
  public let teachers: [CleverID]
  /// All students, each once.
  public let students: [CleverID]
  /// The lists of people that could not be read, or not wholly.
  public let unread: [UnreadList]

  /// A list of people that could not be read, or not wholly.
  public struct UnreadList: Hashable, Sendable {
    /// The field.
    public let field: String
    /// Whether it is not there at all.
    public let isMissing: Bool
  }

  init(_ record: RecordFields) throws {
    id = try record.requiredID("id")
    district = try record.id("district")
    school = record.text("school").flatMap { CleverID($0) }
    name = record.text("name")
    sisID = record.text("sis_id")
    subject = record.text("subject").map(CleverSubject.init)
    grade = record.text("grade").map(CleverGrade.init)
    period = record.text("period")
    sectionNumber = record.text("section_number")
    course = record.text("course").flatMap { CleverID($0) }
    term = record.text("term_id").flatMap { CleverID($0) }
    var unread: [UnreadList] = []
    func people(_ name: FieldName) -> [CleverID] {
      do {
        let ids = try record.requiredIDs(name)
        if ids.contains(nil) { throw FieldFault(.unusable) }
        return ids.compactMap { $0 }.withoutRepeats
      } catch {
        let isMissing = (error as? FieldFault)?.kind == .missing
        unread.append(UnreadList(field: name.stringValue, isMissing: isMissing))
        return ((try? record.requiredIDs(name)) ?? []).compactMap { $0 }.withoutRepeats
      }
    }
    let listed = people("teachers")
    students = people("students")
    let primary = try? record.id("teacher")
    teacher = primary ?? listed.first
    teachers = ([teacher].compactMap { $0 } + listed).withoutRepeats
    self.unread = unread
  }

  /// The ID.
  public var description: String { "CleverSection(\(id))" }
}
