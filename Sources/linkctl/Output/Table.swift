/// Rows in columns, for people.
///
/// Cells may hold anything: what a terminal would obey is replaced, so that a cell can neither
/// break its row nor reach the terminal.
struct Table: Sendable {
  /// One column.
  struct Column: Sendable {
    /// To which side cells are pushed.
    enum Alignment: Sendable { case leading, trailing }

    /// What happens to cells where the width is short. Numbers, which are trailing, stay whole
    /// in any case: one that is cut is another number.
    enum Fitting: Sendable {
      /// They are cut, and end in "…".
      case shortened
      /// They stay whole: an ID that is cut is of no use.
      case whole
    }

    let header: String
    let alignment: Alignment
    let fitting: Fitting

    /// Declares a column.
    init(_ header: String, _ alignment: Alignment = .leading, _ fitting: Fitting = .shortened) {
      self.header = header
      self.alignment = alignment
      self.fitting = alignment == .trailing ? .whole : fitting
    }
  }

  private static let gap = 2
  /// A column that is cut to less tells nothing.
  private static let leastWidth = 5

  /// How rows are laid out: what some rows decide, further ones can follow.
  struct Layout: Sendable {
    /// The widths of the columns; `nil` where each row is a record.
    fileprivate let columns: [Int]?
    /// The width of a line; `nil` where lines have no end.
    fileprivate let line: Int?
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  /// An empty table.
  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; it has a cell for every column.
  mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "A row needs a cell for every column.")
    rows.append(cells.map(\.safeForTerminal))
  }

  /// The table as lines, each ending in a newline.
  ///
  /// With a width, the widest columns are shortened until the table fits; where it cannot, each
  /// row is a record instead, with a cell a line. Without a width (in a pipe) nothing is cut.
  func text(width: Int? = nil) -> String {
    let layout = layout(width: width)
    return heading(in: layout) + body(in: layout)
  }

  /// The layout in which this table's rows fit a width.
  func layout(width: Int?) -> Layout {
    let natural = columns.indices.map { column in
      ([columns[column].header] + rows.map { $0[column] }).map(\.displayWidth).max() ?? 0
    }
    if let width, limited(natural, to: Self.leastWidth).reduce(gaps, +) > width {
      return Layout(columns: nil, line: width)
    }
    return Layout(columns: width.map { fitted(natural, into: $0) } ?? natural, line: width)
  }

  /// The line of headers; nothing where each row is a record.
  func heading(in layout: Layout) -> String {
    layout.columns == nil ? "" : line(of: columns.map(\.header), in: layout)
  }

  /// The rows.
  func body(in layout: Layout) -> String {
    if layout.columns == nil, let width = layout.line { return records(width: width) }
    return rows.map { line(of: $0, in: layout) }.joined()
  }

  /// The columns between all cells of a row.
  private var gaps: Int { Self.gap * max(0, columns.count - 1) }

  /// The widths with `limit` for those that may be shortened.
  private func limited(_ natural: [Int], to limit: Int) -> [Int] {
    zip(natural, columns).map { width, column in
      column.fitting == .whole ? width : min(width, limit)
    }
  }

  /// Each row as lines of a header and its cell, empty cells left out, an empty line behind it.
  private func records(width: Int) -> String {
    let margin = (columns.map(\.header.displayWidth).max() ?? 0) + Self.gap
    return rows.map { cells in
      let fields = zip(columns, cells).filter { !$0.1.isEmpty }.flatMap { column, cell in
        let padding = String(repeating: " ", count: margin - column.header.displayWidth)
        return TextWrapping.hanging(column.header + padding + cell, width: width)
      }
      return fields.map { $0 + "\n" }.joined() + "\n"
    }
    .joined()
  }

  /// The widths with a common upper limit on the columns that may be shortened: the highest
  /// limit with which the table fits.
  private func fitted(_ natural: [Int], into width: Int) -> [Int] {
    let room = width - gaps
    var limit = natural.max() ?? 0
    while limit > Self.leastWidth, limited(natural, to: limit).reduce(0, +) > room { limit -= 1 }
    var widths = limited(natural, to: limit)
    // A common limit may leave a few columns free: they go to the first that were cut.
    var left = room - widths.reduce(0, +)
    for index in widths.indices where left > 0 && widths[index] < natural[index] {
      widths[index] += 1
      left -= 1
    }
    return widths
  }

  private func line(of cells: [String], in layout: Layout) -> String {
    let widths = layout.columns ?? []
    var line = ""
    for ((column, width), cell) in zip(zip(columns, widths), cells) {
      let isWhole = layout.line == nil || column.fitting == .whole
      let cell = isWhole ? cell : cell.shortened(to: width)
      let padding = String(repeating: " ", count: max(0, width - cell.displayWidth))
      line += column.alignment == .trailing ? padding + cell : cell + padding
      line += String(repeating: " ", count: Self.gap)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
