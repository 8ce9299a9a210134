import Provisioning

/// The files of Clever's SFTP CSV layout, in the order in which they are read.
enum CleverFile: UInt8, ListedFile {
  case schools
  case students
  case teachers
  case staff
  /// What older layouts call staff.csv.
  case admins
  case sections
  case enrollments

  /// The file's name.
  var name: String {
    switch self {
    case .schools: "schools.csv"
    case .students: "students.csv"
    case .teachers: "teachers.csv"
    case .staff: "staff.csv"
    case .admins: "admins.csv"
    case .sections: "sections.csv"
    case .enrollments: "enrollments.csv"
    }
  }

  /// Whether an import without the file is refused.
  var isRequired: Bool { self != .staff && self != .admins }
}

/// The columns that are read, as Clever's SFTP CSV layout spells them, and what is no column: a
/// file or row as a whole. Passwords, contacts and addresses are not among them.
enum CleverColumn: String, ListedColumn {
  case schoolID = "School_id"
  case schoolName = "School_name"
  case studentID = "Student_id"
  case teacherID = "Teacher_id"
  case staffID = "Staff_id"
  case lastName = "Last_name"
  case firstName = "First_name"
  case middleName = "Middle_name"
  case grade = "Grade"
  case gender = "Gender"
  case birthDate = "DOB"
  case studentEmail = "Student_email"
  case teacherEmail = "Teacher_email"
  case staffEmail = "Staff_email"
  case role = "Role"
  case sectionID = "Section_id"
  case teacher2 = "Teacher_2_id"
  case teacher3 = "Teacher_3_id"
  case teacher4 = "Teacher_4_id"
  case teacher5 = "Teacher_5_id"
  case teacher6 = "Teacher_6_id"
  case teacher7 = "Teacher_7_id"
  case teacher8 = "Teacher_8_id"
  case teacher9 = "Teacher_9_id"
  case teacher10 = "Teacher_10_id"
  case name = "Name"
  case sectionNumber = "Section_number"
  case courseName = "Course_name"
  case courseNumber = "Course_number"
  case period = "Period"
  case subject = "Subject"
  case termName = "Term_name"
  case termStart = "Term_start"
  case termEnd = "Term_end"
  case file
  case row

  /// Teacher_2_id to Teacher_10_id.
  static let coTeachers: [CleverColumn] = [
    .teacher2, .teacher3, .teacher4, .teacher5, .teacher6, .teacher7, .teacher8, .teacher9,
    .teacher10,
  ]

  /// What older layouts call the column.
  var otherNames: [String] {
    switch self {
    case .staffID: ["Admin_id"]
    case .staffEmail: ["Admin_email"]
    default: []
    }
  }
}

/// Who has a table of identifiers of their own: SIS IDs are unique within a district and a role
/// only.
enum CleverPeople: UInt8, CaseIterable, Sendable {
  case students
  case teachers
  case staff

  /// The role of the people, the one that stands in their subjects.
  var role: Role {
    switch self {
    case .students: .student
    case .teachers: .teacher
    case .staff: .staff
    }
  }

  /// The subject without the SIS ID: `student/`.
  var subjectPrefix: StaticString {
    switch self {
    case .students: "student/"
    case .teachers: "teacher/"
    case .staff: "staff/"
    }
  }

  /// The column of the SIS ID.
  var identifier: CleverColumn {
    switch self {
    case .students: .studentID
    case .teachers: .teacherID
    case .staff: .staffID
    }
  }

  /// The column of the email address.
  var email: CleverColumn {
    switch self {
    case .students: .studentEmail
    case .teachers: .teacherEmail
    case .staff: .staffEmail
    }
  }
}
