/// Where a row stands.
public struct RosterPlace: Hashable, Sendable {
  /// The file's name.
  public var file: String
  /// The line on which the row begins, from 1.
  public var line: Int

  /// Creates a place.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// A row that was not taken, or was taken in part, and where it stands.
///
/// The reason names the fault and never a person.
public struct RosterNote: Hashable, Sendable {
  /// Whether the row was left out, or taken with something missing.
  public enum Kind: Hashable, Sendable {
    /// The row was not taken. What it names is not absent: it stays as it stands.
    case rejected(protecting: Protected)
    /// The row was taken, without the field. What the field names, if anything, is not absent.
    case warning(protecting: Protected)
  }

  /// What a note keeps from counting as absent.
  public enum Protected: Hashable, Sendable {
    /// Nothing is named that could be lost.
    case nothing
    /// The person, and the person's enrollments.
    case person(Identity.Key)
    /// The section, and everyone in it.
    case section(Section.Key)
    /// One person in one section.
    case enrollment(Section.Key, Identity.Key)
    /// The row's key could not be read, so no person's enrollments end.
    case allPeople
    /// The row's key could not be read, so no section is archived and nothing in one ends.
    case allSections
    /// The row's keys could not be read, so no enrollment ends.
    case allEnrollments
  }

  /// Whether the row was left out, and what that keeps.
  public var kind: Kind
  /// The file's name.
  public var file: String
  /// The line on which the row begins, from 1 (the header).
  public var line: Int
  /// The field at fault.
  public var field: String
  /// What is wrong with it.
  public var reason: String

  /// Creates a note.
  public init(_ kind: Kind, file: String, line: Int, field: String, reason: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.field = field
    self.reason = reason
  }

  /// Whether the row was left out.
  public var isRejected: Bool {
    switch kind {
    case .rejected: true
    case .warning: false
    }
  }

  /// What the note keeps from counting as absent.
  public var protected: Protected {
    switch kind {
    case .rejected(let protected), .warning(let protected): protected
    }
  }
}
