extension CleverValue {
  /// What a contact is to the student, of what files write.
  static func relationship(_ text: String) -> String {
    switch text.lowercased() {
    case "": ""
    case "parent", "mother", "father": "Parent"
    case "grandparent", "grandmother", "grandfather": "Grandparent"
    case "aunt", "uncle", "aunt/uncle": "Aunt/Uncle"
    case "sibling", "brother", "sister": "Sibling"
    case "self": "Self"
    default: "Other"
    }
  }

  static func contactType(_ text: String) -> String {
    let types = ["Parent/Guardian", "Emergency", "Primary", "Secondary", "Family"]
    if let known = types.first(where: { $0.lowercased() == text.lowercased() }) { return known }
    switch text.lowercased() {
    case "": return ""
    case "parent", "guardian", "mother", "father": return "Parent/Guardian"
    default: return "Other"
    }
  }

  static func phoneType(_ text: String) -> String {
    switch text.lowercased() {
    case "": ""
    case "cell", "mobile": "Cell"
    case "home": "Home"
    case "work": "Work"
    default: "Other"
    }
  }
}
