import Provisioning

/// A district's record.
public struct CleverDistrict: Hashable, Sendable {
  /// The ID.
  public let id: CleverID
  /// The name.
  public let name: String?
  /// How the district's own data fares.
  public let state: State?
  /// The first day on which its data stands still.
  public let pauseStart: CivilDate?
  /// The last day on which its data stands still.
  public let pauseEnd: CivilDate?

  /// Reads the body of an answer.
  public init(_ body: [UInt8]) throws(CleverRecordFault) {
    self = try CleverEndpoint.district.read(body) { answer in
      try CleverDistrict(answer.requiredObject("data"))
    }
  }

  init(_ record: RecordFields) throws {
    id = try record.requiredID("id")
    name = record.text("name")
    state = record.text("state").map(State.init)
    pauseStart = record.day("pause_start")
    pauseEnd = record.day("pause_end")
  }

  /// How a district's own data fares, in Clever's word. One that is not known here is kept.
  public struct State: RawRepresentable, Hashable, Sendable {
    /// Clever's word.
    public let rawValue: String

    /// Creates a state.
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let running = State(rawValue: "running")
    public static let pending = State(rawValue: "pending")
    public static let error = State(rawValue: "error")
    public static let paused = State(rawValue: "paused")
    public static let success = State(rawValue: "success")
  }
}

extension RecordFields {
  /// The day of a moment such as `2026-06-12T00:00:00.000Z`.
  func day(_ name: FieldName) -> CivilDate? {
    text(name).flatMap { CivilDate(String($0.prefix(10))) }
  }
}
