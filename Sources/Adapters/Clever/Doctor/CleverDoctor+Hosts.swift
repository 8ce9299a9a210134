import Provisioning
import ProvisioningHTTP

extension CleverDoctor {
  /// Whether a host can be reached. Any answer of its own will do.
  func reachability(_ check: String, _ host: String, _ answer: Answer) -> Finding {
    let response: HTTPResponse
    switch answer.outcome {
    case .failure(let fault): return unreachable(check, host, fault)
    case .success(let success): response = success
    }
    switch response.status {
    case 300..<400:
      return Finding(
        check, .warning, "\(host) answers by pointing elsewhere (\(response.status)).",
        remedy: "Give the host it points to, if it is Clever's; secrets are never sent after it.")
    case 500...:
      return Finding(
        check, .warning, "\(host) answers, but is in trouble (\(response.status)).",
        remedy: "Try again later; Clever's status page may tell more.")
    default: return Finding(check, .ok, "\(host) answers.")
    }
  }

  private func unreachable(_ check: String, _ host: String, _ fault: HTTPFault) -> Finding {
    let (detail, remedy) =
      switch fault.kind {
      case .unknownHost:
        ("is not known: its name cannot be looked up", "Check its spelling and this machine's DNS.")
      case .unreachable where HTTPAddress(host)?.isLoopback == true:
        ("takes no connection", "Start what is to answer there, on this machine.")
      case .unreachable:
        ("takes no connection", "Check this machine's network and firewall: HTTPS must go out.")
      case .untrusted:
        (
          "has no certificate that is trusted here",
          "Check this machine's clock and its ca-certificates, and that nothing opens the "
            + "connection in between."
        )
      case .timeout:
        ("did not answer in time", "Check this machine's network and firewall, and try again.")
      case .invalidAddress: ("is no address", "Correct it in the configuration.")
      default: ("gave no whole answer", "Try again; check what stands in between.")
      }
    return Finding(check, .problem, "\(host) \(detail) (\(fault.reason)).", remedy: remedy)
  }

  /// How far this machine's clock is from Clever's.
  func clock(_ answers: [Answer]) -> Finding {
    let check = "clever_clock"
    let came = now()
    for answer in answers {
      guard let date = (try? answer.outcome.get())?.date else { continue }
      // The date may be any moment from asking to now, and is cut to whole seconds.
      let (asked, end) = (answer.asked.milliseconds / 1000 - 1, came.milliseconds / 1000 + 1)
      let behind = max(0, Int64(date) - end)
      let ahead = max(0, asked - Int64(date))
      return clock(check, by: max(behind, ahead), behind > 0 ? "behind" : "ahead of")
    }
    return Finding(check, .skipped, "No answer told the time.")
  }

  private func clock(_ check: String, by seconds: Int64, _ direction: String) -> Finding {
    guard seconds > 30 else { return Finding(check, .ok, "It agrees with Clever's.") }
    return Finding(
      check, seconds > 300 ? .problem : .warning,
      "This machine's clock is \(seconds) s \(direction) Clever's.",
      remedy: "Set it, best of all by NTP: times of sign-ins and of the journal come from it.")
  }
}
