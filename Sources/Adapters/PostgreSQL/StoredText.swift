#if PostgreSQL
/// Texts as PostgreSQL takes them: all but NUL. A NUL stands there as U+10FFFE and `0`, and U+10FFFE,
/// which Unicode keeps for such uses, as itself and `1`.
enum StoredText {
  private static let mark: Unicode.Scalar = "\u{10FFFE}"

  static func encode(_ text: String) -> String {
    // The first byte of the mark, and of few other characters.
    guard text.utf8.contains(where: { $0 == 0 || $0 == 0xF4 }) else { return text }
    var stored = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\0": stored.append(contentsOf: [mark, "0"])
      case mark: stored.append(contentsOf: [mark, "1"])
      default: stored.append(scalar)
      }
    }
    return String(stored)
  }

  static func decode(_ stored: String) -> String {
    guard stored.utf8.contains(0xF4) else { return stored }
    var text = String.UnicodeScalarView()
    var isMarked = false
    for scalar in stored.unicodeScalars {
      if isMarked {
        text.append(scalar == "0" ? "\0" : mark)
        isMarked = false
      } else if scalar == mark {
        isMarked = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
#endif
