/// What is wrong with a row or one of its cells. Never holds text of the file: that is personal
/// data.
enum RowFault: Error, Hashable {
  case blank
  case tooLong(limit: UInt16)
  case holdsNUL
  case notAnIdentifier
  case notADate
  case notAGender
  /// A list holds more.
  case tooMany(limit: UInt16)
  /// The row has more cells than the header.
  case moreCells(than: UInt16)
  /// The row has more cells than the header and the first row, and they are blank.
  case moreBlankCells
  /// Of the rows that name something in the file, so many name what it does not list.
  case seemsCutOff(UInt32, of: UInt32)
  /// The file lists no such thing.
  case unlisted(in: FileNumber)
  /// The thing's own row in the file was not taken.
  case rejected(in: FileNumber, line: UInt32)
  /// The thing's own row in the file says that it is listed no more.
  case gone(in: FileNumber)
  /// An earlier row of the file has the same identifier.
  case repeated

  // Of OneRoster's vocabularies and rules.
  case notASex
  case notAStatus
  case notARole
  case notAFlag
  case notAMode
  case unknownVersion
  case statusInBulk
  case misspelled
  case noManifest
  case toldAbsent
  case toldPresent
  /// Neither the row nor roles.csv has a role.
  case noRole
  /// Neither the row nor roles.csv has a role, in a listing of changes.
  case noRoleHere
  case noPartOfClass
  case secondPrimary
  case teachesToo
  /// Somebody else of the same role has the same identifier.
  case shared

  /// A file's place in the list of the listing's files.
  typealias FileNumber = UInt8

  /// The fault in a sentence. `files` are the names of the listing's files.
  func reason(files: [String]) -> String {
    switch self {
    case .blank: "The cell is blank."
    case .tooLong(let limit): "The text is longer than \(limit) bytes."
    case .holdsNUL: "The text holds a NUL."
    case .notAnIdentifier:
      "An identifier is 1 to 255 letters, digits and signs of ASCII, without spaces."
    case .notADate: "There is no such day; dates are written MM/DD/YYYY or YYYY-MM-DD."
    case .notAGender: "A gender is written M, F or X."
    case .tooMany(let limit): "The list holds more than \(limit); the first ones count."
    case .moreCells(let count):
      "The row has more than the header's \(count) cells: one with a comma in it needs quotes."
    case .moreBlankCells:
      "The row has more cells than others. Blank ones stand last: see whether a comma lacks quotes."
    case .seemsCutOff(let strangers, let mentions):
      "The file seems to be cut off: \(strangers) of \(mentions) rows that name something in it name "
        + "what it does not list. What it leaves out stays as it stands. Export all files again."
    case .unlisted(let file): "\(files[Int(file)]) does not list it."
    case .rejected(let file, let line):
      "The row at line \(line) of \(files[Int(file)]) was rejected."
    case .gone(let file): "\(files[Int(file)]) says that it is listed no more."
    case .repeated: "An earlier row has the same identifier; that row counts."
    default: ofOneRoster
    }
  }

  private var ofOneRoster: String {
    switch self {
    case .notASex: "It is none of male, female, other and unspecified."
    case .notAStatus: "It is none of active, inactive and tobedeleted."
    case .notARole: "It is no role that OneRoster knows."
    case .notAFlag: "It is neither true nor false."
    case .notAMode: "It is none of absent, bulk and delta; the file is taken as it was found."
    case .unknownVersion: "It is neither 1.1 nor 1.2; the files are read as these."
    case .statusInBulk: "In a bulk file it should be blank; it counts, here and in later rows."
    case .misspelled: "The column has another name in the file; it is read all the same."
    case .noManifest: "The file is missing; all files that are there are taken as bulk."
    case .toldAbsent: "The manifest calls the file absent, so it is not read."
    case .toldPresent: "The manifest lists the file, and it is missing."
    case .noRole: "The person has no role, here or in roles.csv."
    case .noRoleHere:
      "Neither the row nor roles.csv tells the role. The roles and schools on record stay; somebody new "
        + "is left out."
    case .noPartOfClass: "Only students and teachers are in a class."
    case .secondPrimary: "Another teacher of the class is the primary one already."
    case .teachesToo: "The person teaches the class too, and is in it as a teacher."
    default: "Somebody else of the same role has the same; neither is known by it."
    }
  }
}
