import Provisioning

/// A grade in Clever's words. One that is not known here is kept as it came.
public struct CleverGrade: RawRepresentable, Hashable, Sendable {
  /// Clever's word.
  public let rawValue: String

  /// Creates a grade.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Whether `version` has this word.
  public func isKnown(in version: CleverVersion) -> Bool {
    Self.known(in: version).contains(self)
  }

  /// The words of `version`, the youngest first.
  public static func known(in version: CleverVersion) -> [CleverGrade] {
    let early = version == .v20 ? [] : ["InfantToddler", "Preschool"]
    let between = version == .v20 ? [] : ["TransitionalKindergarten"]
    let years = (1...(version == .v20 ? 12 : 13)).map(String.init)
    let late = version == .v20 ? ["PostGraduate", "Other"] : ["PostGraduate", "Ungraded", "Other"]
    return (early + ["PreKindergarten"] + between + ["Kindergarten"] + years + late)
      .map(CleverGrade.init)
  }
}

/// A subject in Clever's words, which are the same in all versions. One that is not known here is
/// kept as it came.
public struct CleverSubject: RawRepresentable, Hashable, Sendable {
  /// Clever's word.
  public let rawValue: String

  /// Creates a subject.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Whether it is one of Clever's.
  public var isKnown: Bool { RosterValue.subjects.contains(rawValue) }

  /// Clever's list.
  public static let known = RosterValue.subjects.map(CleverSubject.init)
}

/// A gender in Clever's words: `M`, `F` and, from v2.1 on, `X`. One that is not known here is kept
/// as it came.
public struct CleverGender: RawRepresentable, Hashable, Sendable {
  /// Clever's word.
  public let rawValue: String

  /// Creates a gender.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The core's word; `nil` if it has none for it.
  public var known: String? { RosterValue.gender(rawValue) }
}
