import Provisioning

/// A term's record. Its ID does not last: Clever makes terms anew from the sections.
public struct CleverTerm: Hashable, Sendable {
  /// The ID.
  public let id: CleverID
  /// The name.
  public let name: String?
  /// The first day.
  public let start: CivilDate?
  /// The last day.
  public let end: CivilDate?

  init(_ record: RecordFields) throws {
    id = try record.requiredID("id")
    name = record.text("name")
    start = record.day("start_date")
    end = record.day("end_date")
  }
}

/// A course's record.
public struct CleverCourse: Hashable, Sendable {
  /// The ID.
  public let id: CleverID
  /// The name.
  public let name: String?
  /// The district's number for it.
  public let number: String?

  init(_ record: RecordFields) throws {
    id = try record.requiredID("id")
    name = record.text("name")
    number = record.text("number")
  }
}
