import Provisioning

/// Texts written so that two of them look alike only if their bytes are alike: Swift holds a
/// composed and a decomposed "é" for equal, a store must not.
enum EscapedText {
  /// The text in quotes; what is no visible ASCII stands as `\u{…}`.
  static func quoted(_ text: String) -> String {
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case " "..."~": escaped.unicodeScalars.append(scalar)
      default: escaped += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return escaped + "\""
  }

  /// The texts in brackets.
  static func list(_ texts: [String]?) -> String {
    guard let texts else { return "-" }
    return "[\(texts.map(quoted).joined(separator: ", "))]"
  }

  /// The columns in braces, sorted by name.
  static func columns(_ columns: Columns) -> String {
    let sorted = columns.sorted { $0.key < $1.key }
    return "{\(sorted.map { "\($0.key) \(list($0.value))" }.joined(separator: ", "))}"
  }

  /// One line for a journaled change.
  static func line(_ change: JournaledChange) -> String {
    let row =
      switch change.row {
      case .account(let id): "account \(id)"
      case .section(let key): "section \(key)"
      case .link(let key): "link \(key)"
      case .enrollment(let key): "enrollment \(key.section) \(key.key)"
      }
    switch change.edit {
    case .created: return "\(row) created"
    case .removed(let held): return "\(row) removed \(columns(held))"
    case .updated(let changed):
      let sorted = changed.sorted { $0.key < $1.key }
      let edits = sorted.map { "\($0.key) \(list($0.value.before)) to \(list($0.value.after))" }
      return "\(row) updated {\(edits.joined(separator: ", "))}"
    }
  }
}
