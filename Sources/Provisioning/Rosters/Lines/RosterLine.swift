/// One line of a roster as ``RosterText`` writes it.
public enum RosterLine: Hashable, Sendable {
  /// A person, in a section or in none.
  case person(Identity)
  /// A section with all of its members. `people` are those members whom the line gives in full, in
  /// the order of the members; the others are given on other lines.
  case section(RosterSection, people: [Identity] = [])
  /// What a listing of changes names as gone.
  case departed(Departure)
  /// What could not be taken, or only in part.
  case note(RosterNote)

  /// What has gone.
  public enum Departure: Hashable, Sendable {
    /// A person.
    case person(Identity.Key)
    /// A section.
    case section(Section.Key)
    /// A person from a section.
    case member(EnrollmentKey)
  }

  /// What is wrong with a line.
  public typealias Fault = JSONFault
}

extension RosterLine.Fault {
  /// The key is none of those that may stand there.
  static let unknownKey = Self("There is no such key here.")
}
