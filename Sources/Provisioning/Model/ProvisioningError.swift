/// What went wrong, why, and what to do about it.
///
/// `description` holds no personal data; `detail`, printed by `debugDescription` only, may.
public struct ProvisioningError: Error, Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// The kinds of failure, for programs. More may come.
  @nonexhaustive
  public enum Code: String, Hashable, Sendable {
    /// Something else changed what the plan stood on. Plan again.
    case conflict
    /// There is no such thing.
    case notFound = "not_found"
    /// A rule forbids it.
    case refused
    /// A person must decide.
    case needsDecision = "needs_decision"
    /// The input cannot be used.
    case invalid
    /// The store or provider is busy; try again later.
    case busy
    /// The store or provider cannot be reached.
    case unavailable
    /// What is stored contradicts itself.
    case corrupt
    /// The task was cancelled.
    case cancelled
  }

  /// The kind of failure.
  public let code: Code
  /// What failed, in a sentence.
  public let problem: String
  /// Why.
  public let reason: String?
  /// What helps, a command where there is one.
  public let remedy: String?
  /// More for debugging; may hold personal data.
  public let detail: String?

  /// Creates an error.
  public init(
    _ code: Code, _ problem: String, reason: String? = nil, remedy: String? = nil,
    detail: String? = nil
  ) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.detail = detail
  }

  /// Problem, reason and remedy.
  public var description: String {
    [problem, reason, remedy].compactMap { $0 }.joined(separator: " ")
  }

  /// Everything, personal data included.
  public var debugDescription: String {
    "\(code.rawValue): \(description)\(detail.map { " [\($0)]" } ?? "")"
  }

  /// The error for a task that was cancelled.
  public static let cancelled = ProvisioningError(
    .cancelled, "The work was stopped.", reason: "It was cancelled.")
}

extension ProvisioningError {
  /// The error for an account that is not there.
  static func noAccount(_ id: Account.ID) -> ProvisioningError {
    ProvisioningError(
      .notFound, "There is no account \(id).",
      remedy: "Look it up with 'linkctl account find TEXT'.")
  }
}
