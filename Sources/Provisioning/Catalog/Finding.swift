/// What one check of a set-up came to, in words for whoever runs it. It holds no secret, and names
/// no person.
public struct Finding: Hashable, Sendable {
  /// How it came out.
  public enum Verdict: String, CaseIterable, Hashable, Sendable {
    /// It is as it should be.
    case ok
    /// It works, and is not as it should be.
    case warning
    /// It does not work, or is not safe.
    case problem
    /// It was not looked at.
    case skipped
  }

  /// What was looked at: a fixed word for programs, in `snake_case`.
  public let check: String
  /// How it came out.
  public let verdict: Verdict
  /// What was found.
  public let detail: String
  /// What helps; `nil` where nothing needs to be done.
  public let remedy: String?

  /// Creates a finding.
  public init(_ check: String, _ verdict: Verdict, _ detail: String, remedy: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.detail = detail
    self.remedy = remedy
  }

  /// A check that an error ended.
  public init(_ check: String, _ error: ProvisioningError) {
    self.init(
      check, .problem, [error.problem, error.reason].compactMap { $0 }.joined(separator: " "),
      remedy: error.remedy)
  }
}
