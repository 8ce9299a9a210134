/// What a header says of the rows below it.
struct CSVRowShape: Sendable {
  /// How many cells the last row must have: fewer mean that the file is cut off.
  var least = 0
  /// How many cells a row may have that are not blank: more mean that its cells have shifted.
  var most = Int.max
  /// How many cells the first row has, if that is more: some exports end each row in blank ones.
  var usual: Int?
  /// The columns of identifiers.
  var identifiers: Set<Int> = []
}
