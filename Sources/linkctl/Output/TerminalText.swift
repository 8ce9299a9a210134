extension String {
  /// The text with everything a terminal might obey replaced by "�": line breaks, escape
  /// sequences, and the marks that reorder what follows them.
  var safeForTerminal: String {
    guard unicodeScalars.contains(where: \.isTerminalControl) else { return self }
    var safe = String.UnicodeScalarView()
    for scalar in unicodeScalars { safe.append(scalar.isTerminalControl ? "\u{FFFD}" : scalar) }
    return String(safe)
  }

  /// How many columns the text takes on a terminal.
  var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }

  /// The text with spaces behind it, up to a number of columns.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }

  /// The text cut to a number of columns, ending in "…" where something is missing.
  func shortened(to width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var used = 1
    let kept = prefix { character in
      used += character.displayWidth
      return used <= width
    }
    return kept + "…"
  }
}

extension Character {
  /// How many columns the character takes on a terminal: two for East Asian wide characters and
  /// pictures, none for a mark that stands alone.
  var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if isASCII { return 1 }
    if first.isWide { return 2 }
    // The variation selector that asks for a picture.
    if unicodeScalars.contains("\u{FE0F}"), first.properties.isEmoji { return 2 }
    return unicodeScalars.allSatisfy(\.isInvisible) ? 0 : 1
  }
}

extension Unicode.Scalar {
  /// Whether a terminal may obey the scalar instead of showing it.
  fileprivate var isTerminalControl: Bool {
    switch value {
    case 0x20...0x7E: return false
    // Embeddings, overrides and isolates change the order of all that follows them.
    case 0x202A...0x202E, 0x2066...0x2069: return true
    default:
      switch properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: return true
      default: return false
      }
    }
  }

  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  /// Whether the scalar is East Asian wide or full-width, or shown as a picture by default.
  fileprivate var isWide: Bool {
    switch value {
    case ..<0x1100: false
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
      0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}
