extension JSON {
  /// The record in the words of v2.0: that has fewer grades and genders, and leaves out a grade or a subject
  /// that is not known, where later versions have an empty text.
  var inOldWords: JSON {
    guard case .object(var members) = self else { return self }
    for name in ["grade", "low_grade", "high_grade", "subject"] where members[name] == "" {
      members[name] = nil
    }
    for name in ["grade", "low_grade", "high_grade"] {
      guard case .string(let grade) = members[name] else { continue }
      if !Self.oldGrades.contains(grade) { members[name] = "Other" }
    }
    if members["gender"] == "X" { members["gender"] = "" }
    return .object(members)
  }

  private static let oldGrades: Set<String> = Set((1...12).map { "\($0)" })
    .union(["PreKindergarten", "Kindergarten", "PostGraduate"])
}
