/// A layout of roster files: takes schools, gives the bytes of its files.
protocol SampleLayout: Sendable {
  /// The layout's files.
  var tables: [CSVTable] { get }

  /// Adds the rows of a school, which stands behind `neighbour`, and what an import must count of it.
  mutating func add(_ school: School, after neighbour: School?, counts: inout SampleCounts)

  /// The bytes of each of `tables` since the last call.
  mutating func takeBytes() -> [[UInt8]]
}

extension SampleDistrict {
  /// Whether a school's rows have oddities: in a messy district those of the first of every ten.
  func hasOddRows(_ school: School) -> Bool { condition == .messy && school.index % 10 == 0 }
}

extension School {
  /// The place of the class whose row stands twice where rows are odd.
  static let repeatedClass = 1
}
