/// The roster files of a made-up district, a school at a time, so that memory does not grow with the
/// district.
///
///     var files = SampleFiles(of: SampleDistrict(schools: 20, seed: 1), as: .cleverCSV)
///     while let pieces = files.next() { … }  // append each piece to the file of its place
public struct SampleFiles: IteratorProtocol, Sendable {
  /// The names of the files.
  public let names: [String]
  /// What an import must count; complete once `next()` has returned `nil`.
  public private(set) var counts = SampleCounts()
  /// What an import must count that follows one of the district's first day.
  public private(set) var changes = SampleChanges()

  private let district: SampleDistrict
  private var writer: any SampleWriter
  private var nextSchool = 0
  private var neighbour: School?
  private var arriving: [Student] = []

  /// Prepares the files of a district.
  public init(of district: SampleDistrict, as layout: SampleDistrict.Layout) {
    self.district = district
    writer =
      switch layout {
      case .cleverCSV: CleverWriter(district)
      case .oneRoster(let version): OneRosterWriter(district, version)
      }
    names = writer.tables.map(\.name)
  }

  /// The rows of each file so far, without headers.
  public var rows: [Int] { writer.tables.map(\.rowCount) }

  /// The next bytes of each file, those of one school; `nil` when the district is complete.
  ///
  /// Complexity: O(people and seats of a school).
  public mutating func next() -> [[UInt8]]? {
    guard nextSchool < district.schools else { return nil }
    var school = School(nextSchool, seed: district.seed)
    if district.changed > 0 {
      arriving = LaterDay(district: district).pass(
        over: &school, arriving: arriving, changes: &changes)
    }
    school.receiveVisitor(from: neighbour)
    writer.add(school, after: neighbour, counts: &counts)
    neighbour = school
    nextSchool += 1
    if nextSchool == district.schools { changes.studentsLeft += arriving.count }
    return writer.takeBytes()
  }
}
