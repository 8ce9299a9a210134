/// A district that is not connected to any app, whose teachers find apps in Clever's Library: each case
/// that an app must cope with, and a teacher of a dozen classes and more than a hundred students.
enum LibraryDistrict {
  static let scope = "library"

  static func load() -> District {
    let texts = [
      "schools.csv": schools, "teachers.csv": teachers, "staff.csv": staff,
      "students.csv": ([students] + clubs.flatMap(\.students)).joined(separator: "\n"),
      "sections.csv": ([sections] + clubs.map(\.section)).joined(separator: "\n"),
      "enrollments.csv": ([enrollments] + clubs.flatMap(\.enrollments)).joined(separator: "\n"),
    ]
    let files = CleverFiles(texts.mapValues { Array($0.utf8) })
    return DistrictLoader.load(files, name: "Sandbox Library District", scope: scope)
  }

  /// The SIS ID of the teacher who has shared her classes with the app from the start.
  static let sharingTeacher = "1"

  private static let schools = """
    School_id,School_name,School_number
    77,Lindenfeld School,77
    """

  /// One teacher has no sections, one is staff as well.
  private static let teachers = """
    School_id,Teacher_id,First_name,Last_name,Teacher_email,Title,Username
    77,1,Begoña,Peñalor,begona.penalor@example.org,Teacher,teacher1
    77,2,Søren,Øvergard,soren.overgard@example.org,Teacher,teacher2
    77,3,Renée,Léméric,renee.lemeric@example.org,Teacher,teacher3
    77,4,Idris,Quinvale,idris.quinvale@example.org,Teacher,teacher4
    """

  private static let staff = """
    School_id,Staff_id,Staff_email,First_name,Last_name,Department,Title,Username
    77,51,renee.lemeric@example.org,Renée,Léméric,Office,Vice Principal,teacher3
    77,52,calla.hartwick@example.org,Calla,Hartwick,Office,Principal,staff1
    """

  /// One student has no email address, one no grade.
  private static let students = """
    School_id,Student_id,First_name,Last_name,Grade,Student_email,Username
    77,201,Íñigo,Ibáñeral,4,inigo@students.example.org,student1-1
    77,202,Zoë,Müllbrand,4,zoe@students.example.org,student1-2
    77,203,明川,欧阳,4,,student1-3
    77,204,Chloé,Brûland,5,chloe@students.example.org,student2-1
    77,205,Emeka,Ashfield,5,emeka@students.example.org,student2-2
    77,206,Petra,Oakstead,,petra@students.example.org,student3-1
    """

  private static let sections = """
    School_id,Section_id,Teacher_id,Teacher_2_id,Name,Section_number,Grade,Course_name,Period,Subject
    77,301,1,,,1,4,Science,1,science
    77,302,1,2,,2,4,Reading and Writing,2,english/language arts
    77,303,2,,,1,5,Mathematics,1,math
    77,304,3,,,1,5,Choir,3,arts and music
    """

  /// Ten classes of twelve for the teacher who shares from the start.
  private static let clubs = zip(1..., Club.names).map { Club(number: $0, name: $1) }

  private struct Club {
    let number: Int
    let name: String

    static let names = [
      "Chess", "Pottery", "Robotics", "Gardening", "Drama", "Juggling", "Astronomy", "Printing",
      "Origami", "Rowing",
    ]
    private static let given = [
      "Ansa", "Bero", "Cilla", "Dorin", "Eske", "Fenja", "Gorm", "Hedda", "Ilmo", "Jorun", "Kaja",
      "Lio",
    ]
    private static let families = [
      "Amberfold", "Birchmoor", "Cloverley", "Dunfield", "Elmscott", "Foxdale", "Gorseby",
      "Hazelton-Wick", "Ivyholt", "Juniperstead",
    ]

    var section: String {
      "77,\(400 + number),1,,\(name) Club,\(number),6,\(name),\(number),other"
    }
    private var members: Range<Int> { (number * 100)..<(number * 100 + Self.given.count) }
    var enrollments: [String] { members.map { "77,\(400 + number),\($0 + 1000)" } }
    var students: [String] {
      zip(members, Self.given).map { id, given in
        let family = Self.families[number - 1]
        let email = "s\(id + 1000)@students.example.org"
        return "77,\(id + 1000),\(given),\(family),6,\(email),club\(number)-\(id % 100 + 1)"
      }
    }
  }

  private static let enrollments = """
    School_id,Section_id,Student_id
    77,301,201
    77,301,202
    77,301,203
    77,302,201
    77,302,202
    77,303,201
    77,303,204
    77,303,205
    77,304,206
    77,304,205
    """
}
