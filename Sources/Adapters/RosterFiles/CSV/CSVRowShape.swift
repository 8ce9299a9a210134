/// What a header says of the rows below it.
struct CSVRowShape: Sendable {
  /// How many cells the last row must have: fewer mean that the file is cut off.
  var least = 0
  /// How many cells a row may have that are not blank: more mean that its cells have shifted.
  var most = Int.max
  /// How many cells a row may have at all: some exports end each one in blank cells.
  private(set) var usual: Int?
  /// The columns of identifiers.
  var identifiers: Set<Int> = []

  /// Notes how many cells a row has. The first one tells what is usual.
  mutating func meet(rowOf cells: Int) { usual = usual ?? max(most, cells) }
}
