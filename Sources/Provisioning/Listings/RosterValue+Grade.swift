extension RosterValue {
  /// A grade in Clever's words. Several grades in one cell say nothing of one person: `nil`. What
  /// is no grade at all is `Other`.
  package static func grade(_ text: String) -> String? {
    if let grade = knownGrade(text) { return grade }
    let parts = text.utf8.split { isListSign($0) || isRangeSign($0) }.map { String($0)! }
    // A dash or space may be part of one word ("Post-graduate"); then the parts are no grades.
    let isSeveral =
      text.utf8.contains(where: isListSign)
      ? parts.count > 1 : parts.count > 1 && parts.allSatisfy { knownGrade($0) != nil }
    return isSeveral ? nil : "Other"
  }

  private static func knownGrade(_ text: String) -> String? {
    let word = lowercasedASCII(text)
    if word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !word.isEmpty {
      let number = String(word.drop { $0 == "0" })
      if number.isEmpty { return "Kindergarten" }
      return number.utf8.count <= 2 && Int(number)! <= 13 ? number : nil
    }
    switch word {
    case "k", "kg", "kindergarten": return "Kindergarten"
    case "pk", "pr", "prekindergarten": return "PreKindergarten"
    case "it", "infanttoddler": return "InfantToddler"
    case "ug", "ungraded": return "Ungraded"
    case "ps", "preschool": return "Preschool"
    case "tk", "transitionalkindergarten": return "TransitionalKindergarten"
    case "pg", "postgraduate": return "PostGraduate"
    case "other": return "Other"
    default: return nil
    }
  }

  /// `,` `;` `|`
  private static func isListSign(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x3B || byte == 0x7C
  }

  /// `-` `/` `&` and space
  private static func isRangeSign(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0x2F || byte == 0x26 || byte == 0x20
  }
}
