import Provisioning

/// What a cell holds.
enum CellText: Hashable {
  /// Nothing but white space, or there is no such cell.
  case blank
  /// A text that may be used.
  case text(String)
  /// A text that no honest listing holds there.
  case unusable(RowFault)

  /// The longest text taken, in bytes of UTF-8. Longer ones would only swell pages and databases.
  static let limit = 1000

  /// The text; `nil` if it is blank or unusable.
  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// What a row is read for. Both readings are one function, so that they cannot differ in what they
/// warn of.
enum RowPurpose {
  /// To learn of cells that cannot be used; texts that can be are not made.
  case warnings
  /// To take its values.
  case values
}

extension CSVReader {
  /// Where the current row's cell stands in the buffer, without the white space around it; empty if
  /// the row has no such cell, or there is no such column.
  func range(of column: Int?) -> Range<Int> {
    guard let column, column < cells.count else { return 0..<0 }
    return trimmed(
      rowStart + Int(cells[column].start)..<rowStart + Int(cells[column].end))
  }

  /// The range without the white space at its ends.
  @inline(__always)
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    let bytes = window.bytes.span
    // The second bytes of other letters may equal NBSP's, so both of its bytes are looked at.
    while start < end {
      if Byte.isSpace(bytes[start]) {
        start += 1
      } else if end - start > 1, bytes[start] == 0xC2, bytes[start + 1] == 0xA0 {
        start += 2
      } else {
        break
      }
    }
    while start < end {
      if Byte.isSpace(bytes[end - 1]) {
        end -= 1
      } else if end - start > 1, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
        end -= 2
      } else {
        break
      }
    }
    return start..<end
  }

  /// Whether there is nothing but white space in the current row.
  var isBlankRow: Bool {
    cells.indices.allSatisfy { range(of: $0).isEmpty }
  }

  /// Whether cells that are not blank stand behind the header's last column: somewhere before them,
  /// a cell was cut in two by a comma of its own.
  var isShiftedRow: Bool {
    cells.count > shape.most && cells.indices[shape.most...].contains { !range(of: $0).isEmpty }
  }

  /// Whether the current row has more cells than the header and the first row, be they blank.
  var isOverlongRow: Bool { cells.count > shape.usual ?? .max }

  /// Whether the cell of a shifted row may be that of another column: unless only identifiers,
  /// which have no commas, and blank cells stand before it.
  func mayBeShifted(_ column: Int?) -> Bool {
    isShiftedRow
      && (0..<(column ?? 0)).contains { !shape.identifiers.contains($0) && !range(of: $0).isEmpty }
  }

  /// Throws unless all cells of the current row are UTF-8.
  func requireUTF8() throws(ProvisioningError) {
    for column in cells.indices {
      let isValid =
        (try? UTF8Span(validating: window.bytes.span.extracting(range(of: column)))) != nil
      guard isValid else {
        throw .notUTF8(window.source.name, line: line, "The text is not UTF-8.")
      }
    }
  }

  /// Passes the bytes of the current row's cell, trimmed, to `body`.
  @inline(__always)
  func withBytes<Answer>(of column: Int?, _ body: (Span<UInt8>) -> Answer) -> Answer {
    body(window.bytes.span.extracting(range(of: column)))
  }

  /// The text of the current row's cell, trimmed.
  func text(of column: Int?) -> CellText {
    let range = range(of: column)
    switch fault(in: range) {
    case .blank: return .blank
    case let fault?: return .unusable(fault)
    case nil: return .text(String(decoding: window.bytes[range], as: UTF8.self))
    }
  }

  /// The text of a cell that may be blank: one that is unusable is left blank, and `warn` hears
  /// why.
  func optionalText(
    of column: Int?, for purpose: RowPurpose, warn: (RowFault) -> Void
  ) -> String? {
    guard let column else { return nil }
    let range = range(of: column)
    switch fault(in: range) {
    case .blank: return nil
    case let fault?:
      warn(fault)
      return nil
    case nil:
      return purpose == .values ? String(decoding: window.bytes[range], as: UTF8.self) : nil
    }
  }

  /// The texts of a list in one cell, with commas between them, each once, up to `most`. `warn`
  /// hears of each that cannot be used why it is left out, and that there are more.
  func list(of column: Int?, most: Int = .max, warn: (RowFault) -> Void) -> [String] {
    var texts: [String] = []
    var met: Set<ArraySlice<UInt8>> = []
    let cell = range(of: column)
    var start = cell.lowerBound
    while start < cell.upperBound {
      let comma = window.bytes[start..<cell.upperBound].firstIndex(of: Byte.comma)
      let part = trimmed(start..<(comma ?? cell.upperBound))
      switch fault(in: part) {
      case .blank: break
      case let fault?: warn(fault)
      case nil where !met.insert(window.bytes[part]).inserted: break
      case nil where texts.count == most:
        warn(.tooMany(limit: UInt16(clamping: most)))
        return texts
      case nil: texts.append(String(decoding: window.bytes[part], as: UTF8.self))
      }
      start = comma.map { $0 + 1 } ?? cell.upperBound
    }
    return texts
  }

  /// The text of a cell that may be blank and has a meaning, which `value` reads; it returns `nil`
  /// for `fault`.
  func optionalValue<Value>(
    of column: Int?, fault: RowFault, _ value: (String) -> Value?, warn: (RowFault) -> Void
  ) -> Value? {
    guard let text = optionalText(of: column, for: .values, warn: warn) else { return nil }
    let value = value(text)
    if value == nil { warn(fault) }
    return value
  }

  /// What keeps the current row's cell from being used as a text; `nil` if nothing does.
  func fault(of column: Int?) -> RowFault? { fault(in: range(of: column)) }

  /// What keeps the current row's cell from being used as an identifier of at most `limit` bytes;
  /// `nil` if nothing does.
  func identifierFault(of column: Int?, limit: Int) -> RowFault? {
    let range = range(of: column)
    if range.isEmpty { return .blank }
    if range.count > limit { return .tooLong(limit: UInt16(limit)) }
    return window.bytes[range].allSatisfy { (0x21...0x7E).contains($0) } ? nil : .notAnIdentifier
  }

  private func fault(in range: Range<Int>) -> RowFault? {
    if range.isEmpty { return .blank }
    if range.count > CellText.limit { return .tooLong(limit: UInt16(CellText.limit)) }
    return window.bytes[range].contains(0) ? .holdsNUL : nil
  }
}
