/// Writes one layout of roster files: takes schools, gives the bytes of the files.
protocol SampleWriter: Sendable {
  /// The files.
  var tables: [CSVTable] { get }

  /// Adds the rows of a school, which stands behind `neighbour`, and what an import must count of it.
  mutating func add(_ school: School, after neighbour: School?, counts: inout SampleCounts)

  /// The bytes of each of `tables` since the last call.
  mutating func takeBytes() -> [[UInt8]]
}
