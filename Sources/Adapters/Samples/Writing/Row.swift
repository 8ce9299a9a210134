/// The cells of one row, found by the names of their columns.
///
/// Access by name is a search: it is for the few rows that are odd.
struct Row: Sendable {
  let columns: [String]
  var cells: [String]

  init(_ columns: [String], _ cells: [String]) {
    precondition(columns.count == cells.count, "a row has a cell for each column")
    self.columns = columns
    self.cells = cells
  }

  subscript(name: String) -> String {
    get { cells[place(of: name)] }
    set { cells[place(of: name)] = newValue }
  }

  /// A copy with other texts in some of the cells.
  func with(_ changes: KeyValuePairs<String, String>) -> Row {
    var copy = self
    for (name, text) in changes { copy[name] = text }
    return copy
  }

  private func place(of name: String) -> Int {
    guard let place = columns.firstIndex(of: name) else {
      preconditionFailure("no column is called \(name)")
    }
    return place
  }
}
