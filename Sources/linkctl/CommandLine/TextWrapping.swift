/// Lays out help text in lines of a given width.
enum TextWrapping {
  /// Narrower than this, wrapping makes a text harder to read, not easier.
  private static let least = 40

  /// The words of `text` in lines of at most `width` characters, the indentation included.
  ///
  /// A word longer than a line has one to itself and is never cut, so that it can be copied.
  static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let room = max(width, least) - indent
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, line.count + 1 + word.count > room {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(margin + line) }
    return lines
  }

  /// Paragraphs are wrapped, each to the next empty line; lines that begin with a space, such as
  /// examples, stay as they are.
  static func paragraphs(_ text: String, width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    var result: [String] = []
    var paragraph = ""
    func wrappedParagraph() -> [String] {
      defer { paragraph = "" }
      return lines(paragraph, width: width)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.hasPrefix(" ") {
        result += wrappedParagraph()
        result.append(String(line))
      } else {
        paragraph += " " + line
      }
    }
    return result + wrappedParagraph()
  }

  /// Two columns: terms, and what they mean, wrapped beside them.
  ///
  /// A term wider than the column has a line to itself.
  static func definitions(
    _ rows: [(term: String, meaning: String)], width: Int, column: Int
  ) -> [String] {
    rows.flatMap { term, meaning in
      var meaningLines = lines(meaning, width: width, indent: column)
      let head = "  " + term
      guard let first = meaningLines.first, head.count + 2 <= column else {
        return [head] + meaningLines
      }
      let padding = String(repeating: " ", count: column - head.count)
      meaningLines[0] = head + padding + first.dropFirst(column)
      return meaningLines
    }
  }
}
