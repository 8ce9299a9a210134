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

  /// A line of an answer in lines of at most `width` columns, its inner spaces kept.
  ///
  /// What goes on stands below the text behind a label ("accounts     3 created, …"), or is
  /// indented; `indent` says otherwise. Words stay whole, so that they can be copied.
  static func hanging(_ line: String, width: Int, indent: Int? = nil) -> [String] {
    guard line.displayWidth > width else { return [line] }
    let margin = String(repeating: " ", count: indent ?? hangingIndent(of: line, width: width))
    var lines: [String] = []
    var current = ""
    var gap = ""
    for part in parts(of: line) {
      if part.hasPrefix(" ") {
        gap = part
      } else if lines.isEmpty && current.isEmpty
        || current.displayWidth + gap.displayWidth + part.displayWidth <= width
      {
        current += gap + part
        gap = ""
      } else {
        lines.append(current)
        current = margin + part
        gap = ""
      }
    }
    return lines + [current]
  }

  /// The text's words, and the spaces between them.
  private static func parts(of line: String) -> [String] {
    var parts: [String] = []
    for character in line {
      if let last = parts.last, (last.last == " ") == (character == " ") {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }

  private static func hangingIndent(of line: String, width: Int) -> Int {
    let lead = line.prefix { $0 == " " }.count
    let parts = parts(of: line)
    var column = 0
    for part in parts {
      if column > lead, part.count > 1, part.hasPrefix(" ") {
        let textColumn = column + part.count
        return textColumn <= width / 2 ? textColumn : lead + 2
      }
      column += part.displayWidth
    }
    return lead + 2
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
