import Provisioning

/// How the pages of roster files are cut, and who hears of progress.
public struct RosterFileOptions: Sendable {
  /// The most people on a page, and the most sections. At least 1.
  public var peoplePerPage = 2000 {
    didSet { precondition(peoplePerPage > 0, "a page must hold somebody") }
  }
  /// A page of sections is full once it holds this many members, and one of people once they are in
  /// this many schools. At least 1.
  public var membersPerPage = 5000 {
    didSet { precondition(membersPerPage > 0, "a page must hold something") }
  }
  /// The most notes on a page. At least 1. Notes begin on the first page, and all of them come
  /// before the first section, which they may protect.
  public var notesPerPage = 5000 {
    didSet { precondition(notesPerPage > 0, "a page must hold a note") }
  }
  /// How many notes a listing may have before it is refused: then the files are not those of one
  /// export, and a list of what is wrong helps nobody.
  var notesInAll = 2_000_000
  /// Called while files are read for the first time, with the bytes read and the bytes in all:
  /// about four times a megabyte, on the reading thread.
  public var progress: (@Sendable (_ bytesDone: Int64, _ bytesTotal: Int64) -> Void)?

  /// Creates the options that suit most.
  public init() {}
}

extension ProvisioningError {
  /// More of a listing cannot be used than a list of it would help with.
  static func tooManyNotes(_ file: String, line: Int, _ count: Int) -> ProvisioningError {
    .unusableFile(
      file, line: line, "Up to this line, \(count) rows or cells cannot be used as they are.",
      remedy: "Check that everything is of one export, and of the layout that was named.")
  }
}

/// How much a listing in roster files holds.
public struct RosterFileTotals: Hashable, Sendable {
  /// People, each once.
  public let people: Int
  /// Sections.
  public let sections: Int
  /// Members of all sections, teachers included.
  public let members: Int
  /// Rows of all files, headers and blank rows left out.
  public let rows: Int
  /// Rejected rows and warnings.
  public let notes: Int
  /// Pages.
  public let pages: Int
  /// Bytes of all files.
  public let bytes: Int64
}
