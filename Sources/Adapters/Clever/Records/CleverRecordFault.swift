import Provisioning

/// Why an answer of Clever's cannot be used. It quotes nothing of the answer but names of fields.
public struct CleverRecordFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault. More may come.
  @nonexhaustive
  public enum Kind: Hashable, Sendable {
    /// It is no object of JSON, or not all of one.
    case notJSON
    /// A field that is needed is not there, or blank.
    case missing
    /// A field that is needed holds something else than it should.
    case unusable
    /// It is about another person, or another district, than was asked for.
    case stranger
    /// It reports an error, whatever its status.
    case error(CleverErrorWord?)
  }

  /// The kind of fault.
  public let kind: Kind
  /// What was read.
  public let endpoint: CleverEndpoint
  /// The way to the field, such as `data.id`; blank if it is the whole answer.
  public let field: String

  /// Creates a fault.
  public init(_ kind: Kind, in endpoint: CleverEndpoint, field: String = "") {
    self.kind = kind
    self.endpoint = endpoint
    self.field = field
  }

  private var reason: String {
    switch kind {
    case .notJSON: "It is no object of JSON, or not all of one."
    case .missing: "The field \(field) is missing or blank."
    case .unusable: "The field \(field) holds something else than it should."
    case .stranger: "By the field \(field) it is about another than was asked for."
    case .error(let word?): "It reports the error \(word.rawValue)."
    case .error(nil): "It reports an error."
    }
  }

  /// The fault as the core's.
  public var error: ProvisioningError {
    ProvisioningError(
      .invalid, "Clever's answer to \(endpoint) cannot be used.", reason: reason,
      remedy: "Try again; if that does not help, ask Clever's support.")
  }

  /// Problem, reason and remedy.
  public var description: String { error.description }
}
