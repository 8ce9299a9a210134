import Provisioning

/// A command's own failure, for what the core knows nothing of.
struct Failure: Error {
  let exitCode: ExitCode
  let report: ErrorReport

  init(_ exitCode: ExitCode, _ report: ErrorReport) {
    self.exitCode = exitCode
    self.report = report
  }

  /// The words on the command line make no request.
  static func usage(_ problem: String, remedy: String? = nil) -> Failure {
    Failure(.usage, ErrorReport(code: "usage", problem: problem, remedy: remedy))
  }
}

extension ProvisioningError {
  /// How the tool ends with this error.
  var exitCode: ExitCode {
    switch code {
    case .busy, .conflict: .tryAgainLater
    case .unavailable: .unavailable
    case .needsDecision: .personMustDecide
    case .cancelled: .interrupted
    default: .failed
    }
  }

  /// The error as the tool tells it; with what may name people only where that was asked for.
  func report(showingPersonalData: Bool) -> ErrorReport {
    let reasons = [reason, showingPersonalData ? detail : nil].compactMap { $0 }
    return ErrorReport(
      code: code.rawValue, problem: problem,
      reason: reasons.isEmpty ? nil : reasons.joined(separator: "\n"), remedy: remedy)
  }
}
