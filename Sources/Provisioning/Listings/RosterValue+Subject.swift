extension RosterValue {
  /// Clever's list of subjects.
  package static let subjects = [
    "english/language arts", "math", "science", "social studies", "language", "homeroom/advisory",
    "interventions/online learning", "technology and engineering", "PE and health",
    "arts and music", "other",
  ]

  /// A subject that was given: in Clever's spelling if it is one of Clever's, else as it stands.
  package static func subject(_ text: String) -> String {
    let folded = lowercasedASCII(text)
    return subjects.first { lowercasedASCII($0) == folded } ?? text
  }
}
