/// How a few words stand out on a terminal.
enum TextStyle: String, Sendable {
  case bold = "1"
  case error = "1;31"
}

extension Channel {
  /// The text in a style, or as it is where colours are not welcome.
  func styled(_ text: String, _ style: TextStyle) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
