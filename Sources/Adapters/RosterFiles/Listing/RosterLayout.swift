import Provisioning

/// How files of one layout are read: which there are, and what their rows say.
///
/// The first pass fills the layout with what it must remember beside the listing, such as where the
/// columns stand. The second asks it what the rows of a page say.
protocol RosterLayout: Sendable {
  associatedtype File: ListedFile
  associatedtype Column: ListedColumn

  /// The layout's name and version. Pages of another one are other pages.
  static var name: String { get }
  /// What stands before the identifier in a person's subject, by table of people.
  static var subjectPrefixes: [StaticString] { get }
  /// The table of the people who teach.
  static var teachers: UInt8 { get }
  /// The table of the people who are taught.
  static var students: UInt8 { get }
  /// The file whose rows put people into sections.
  static var enrollments: File { get }

  /// How much the files cover. Asked after the first pass.
  var scope: RosterScope { get }

  /// Creates a layout that has read nothing.
  init()

  /// Judges which files are there, before any is read.
  mutating func prepare(_ listing: inout Listing<Self>) throws(ProvisioningError)
  /// Whether a file that is there is read. Asked when the files before it have been.
  func reads(_ file: File) -> Bool
  /// Reads a file to its end.
  mutating func take(
    _ file: File, _ reader: inout CSVReader, _ header: CSVHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError)
  /// Draws what follows from all files together.
  mutating func finish(_ listing: inout Listing<Self>)

  /// What the rows of people say, one profile for each row, apart from district and schools.
  func profiles(
    _ rows: ArraySlice<Listing<Self>.PersonRow>, in file: File, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Profile]
  /// What the rows of sections say, apart from the district; `nil` for a section without a row.
  func details(
    _ rows: ArraySlice<Listing<Self>.SectionRow>, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Section.Details?]
}

/// The files of a layout, in the order in which they are read.
protocol ListedFile: CaseIterable, RawRepresentable<UInt8>, Hashable, Sendable
where AllCases: RandomAccessCollection {
  /// The file's name. Folders and ZIPs may spell it in another case.
  var name: String { get }
}

/// The columns that a layout reads.
protocol ListedColumn: CaseIterable, RawRepresentable<String>, Sendable {
  /// What else the column is called.
  var otherNames: [String] { get }
}

extension CSVHeader {
  /// The column, or `nil` if the file has none.
  func column(_ column: some ListedColumn) -> Int? {
    self.column(column.rawValue)
      ?? column.otherNames.lazy.compactMap { self.column($0) }.first
  }

  /// The column. The file is useless without it.
  func requiredColumn(_ column: some ListedColumn) throws(ProvisioningError) -> Int {
    if let place = self.column(column) { return place }
    return try requiredColumn(column.rawValue)
  }
}
