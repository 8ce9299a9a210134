/// What is wrong with a row or one of its cells. Never holds text of the file: that is personal data.
enum RowFault: Hashable, Sendable {
  case blank
  case tooLong(limit: UInt16)
  case holdsNUL
  case notAnIdentifier
  case notADate
  case notAGender
  /// The file lists no such thing.
  case unlisted(in: FileNumber)
  /// The thing's own row in the file was not taken.
  case rejected(in: FileNumber, line: UInt32)
  /// An earlier row of the file has the same identifier.
  case repeated

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
    case .notADate: "There is no such day; dates are written MM/DD/YYYY."
    case .notAGender: "A gender is written M, F or X."
    case .unlisted(let file): "\(files[Int(file)]) does not list it."
    case .rejected(let file, let line):
      "The row at line \(line) of \(files[Int(file)]) was rejected."
    case .repeated: "An earlier row has the same identifier; that row counts."
    }
  }
}

/// What became of the rows of one identifier.
enum RowStatus: Hashable, Sendable {
  /// It was only mentioned so far.
  case unlisted
  /// A row was taken: the one at this place in its listing.
  case listed(place: UInt32)
  /// Its row, the first of them if there are several, was rejected.
  case rejected(line: UInt32)
}
