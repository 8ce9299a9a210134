/// The elements of a long array, each made when it is written: a report may have a million rows.
struct JSONRows: Sendable, Equatable {
  let count: Int
  private let element: @Sendable (Int) -> JSONValue

  /// Rows of which `element` makes the one at a place from 0 to `count - 1`.
  init(count: Int, element: @escaping @Sendable (Int) -> JSONValue) {
    self.count = count
    self.element = element
  }

  /// The row at a place.
  subscript(place: Int) -> JSONValue { element(place) }

  static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}
