/// When the sections come in that a teacher has at the provider.
public enum SectionPolicy: String, CaseIterable, Codable, Hashable, Sendable {
  /// Never: for apps without classes.
  case none
  /// After the first sign-in, and when the teacher asks.
  case first
  /// After every sign-in, and when the teacher asks.
  case every
  /// Only when the teacher asks.
  case button
}

/// Which of a teacher's sections come in.
public enum SectionChoice: Hashable, Sendable {
  /// All of them, those that come later included.
  case all
  /// These only. One that came in before and is left out now is left by the teacher; nothing of it
  /// is deleted, and it comes back when it is chosen again.
  case only(Set<Section.Key>)

  func takes(_ section: Section.Key) -> Bool {
    switch self {
    case .all: true
    case .only(let chosen): chosen.contains(section)
    }
  }
}
