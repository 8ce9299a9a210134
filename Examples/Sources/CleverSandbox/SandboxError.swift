/// Why the sandbox does not start.
public struct SandboxError: Error, CustomStringConvertible, Sendable {
  public let problem: String
  public let reason: String
  public let remedy: String

  public init(problem: String, reason: String, remedy: String) {
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
  }

  public var description: String { "\(problem) \(reason) \(remedy)" }
}
