/// A long table that is written page by page, in little memory: with one heading, in the columns
/// that the first page decides.
struct PagedTable {
  private let columns: [Table.Column]
  private let console: Console
  private var layout: Table.Layout?

  /// A table that goes to standard output.
  init(_ columns: [Table.Column], on console: Console) {
    self.columns = columns
    self.console = console
  }

  /// Writes the next rows.
  mutating func write(_ rows: [[String]]) throws(OutputFailure) {
    guard !rows.isEmpty else { return }
    var page = Table(columns)
    for row in rows { page.append(row) }
    let heading = layout == nil
    let layout = layout ?? page.layout(width: console.output.width)
    self.layout = layout
    try console.write((heading ? page.heading(in: layout) : "") + page.body(in: layout))
  }
}
