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

  /// The failure, which points to the command's page where it knows no better remedy.
  func pointing(to path: [String]) -> Failure {
    guard exitCode == .usage, report.remedy == nil else { return self }
    let page = (["linkctl"] + path + ["--help"]).joined(separator: " ")
    return Failure(
      exitCode,
      ErrorReport(
        code: report.code, problem: report.problem, reason: report.reason,
        remedy: "See '\(page)'."))
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
