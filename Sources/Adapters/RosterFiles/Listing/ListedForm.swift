import Provisioning

/// What there is in files of one layout: which files and columns, and who is told apart from whom.
protocol ListedForm: Sendable {
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
}

/// The files of a layout, in the order in which they are read.
protocol ListedFile: CaseIterable, RawRepresentable<UInt8>, Hashable, Sendable
where AllCases: RandomAccessCollection {
  /// The file's name. Folders and ZIPs may spell it in another case.
  var name: String { get }
}

/// The columns that a layout reads.
protocol ListedColumn: CaseIterable, RawRepresentable<String>, Sendable {
  /// The file as a whole.
  static var file: Self { get }
  /// The row as a whole.
  static var row: Self { get }
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
