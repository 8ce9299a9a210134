/// The versions of Clever's Data API that are read here.
public enum CleverVersion: String, CaseIterable, Hashable, Sendable {
  case v20 = "v2.0"
  case v21 = "v2.1"
  case v30 = "v3.0"
  case v31 = "v3.1"

  /// What every path begins with, such as `/v3.0`.
  public var pathPrefix: String { "/\(rawValue)" }

  /// Whether each kind of person has records and IDs of its own, as below v3.0. From v3.0 on there
  /// are users, each with one ID and one role or several.
  public var hasRecordsByType: Bool { self == .v20 || self == .v21 }

  /// Whether `/me` says who authorized the data. Below v2.1, only a district can have.
  public var namesAuthorizer: Bool { self != .v20 }
}
