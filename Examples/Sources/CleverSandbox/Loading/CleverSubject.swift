extension CleverValue {
  /// The subject as given, or the first that a word of the course's name tells of; "other" if none does.
  static func subject(_ given: String, course: String) -> String {
    guard given.isEmpty else { return given }
    let words = Set(course.lowercased().split { !$0.isLetter }.map(String.init))
    return tellingWords.first { !words.isDisjoint(with: $0.words) }?.subject ?? "other"
  }

  private static let tellingWords: [(subject: String, words: Set<String>)] = [
    ("homeroom/advisory", ["homeroom", "advisory", "guidance"]),
    ("PE and health", ["physical", "gym", "fitness", "health", "dance"]),
    ("technology and engineering", ["computer", "programming", "robotics", "technology"]),
    ("english/language arts", ["english", "reading", "writing", "literature"]),
    ("arts and music", ["art", "arts", "music", "choir", "chorus", "band", "drama", "film"]),
    ("language", ["spanish", "español", "french", "german", "latin", "italian", "chinese"]),
    ("math", ["math", "mathematics", "algebra", "geometry", "calculus", "trigonometry"]),
    ("social studies", ["social", "history", "government", "economics", "geography"]),
    ("science", ["science", "biology", "chemistry", "physics", "astronomy"]),
  ]
}
