import Provisioning
import ProvisioningHTTP

extension CleverDoctor {
  private static let place = "the app's page in Clever's dashboard"

  /// What is wrong with the client ID and the secret by the look of them; `nil` if nothing is.
  var clientFault: Finding? {
    let check = "clever_client"
    if settings.clientID == nil, settings.clientSecret == nil, settings.districtToken != nil {
      return Finding(check, .skipped, "Neither is set; only sign-ins need them.")
    }
    guard let id = settings.clientID else {
      return Finding(
        check, .problem, "There is no client ID.",
        remedy: "Put it into clever.clientID; it is on \(Self.place).")
    }
    guard let secret = settings.clientSecret else {
      return Finding(
        check, .problem, "There is no client secret.",
        remedy: "Put it into $CLEVER_CLIENT_SECRET, or into a file for clever.secretFile; it is on "
          + "\(Self.place).")
    }
    guard Secret(id).mayStandInHeader, !id.contains(":"), secret.mayStandInHeader else {
      return Finding(
        check, .problem, "The client ID or the secret holds a character that none has.",
        remedy: "Copy both anew from \(Self.place).")
    }
    return nil
  }

  /// Whether Clever takes the client ID and the secret, who is connected, and whether the gate lets
  /// those in.
  func client(_ accounts: Answer) async -> [Finding] {
    let answer = await connectedDistricts(accounts)
    switch answer {
    case .failure(let finding): return [finding, .unknownDistricts]
    case .success(let districts):
      let names = districts.map(\.rawValue)
      return [connected(names), admitted(names)]
    }
  }

  private func connectedDistricts(_ accounts: Answer) async -> Connected {
    let check = "clever_client"
    if let clientFault { return .failure(clientFault) }
    guard accounts.isThere, let id = settings.clientID, let secret = settings.clientSecret,
      case .success(let response) = await get(
        settings.accounts, "/oauth/tokens?owner_type=district", .basic(id, secret))
    else { return .failure(.unreachable(check)) }
    switch response.status {
    case 200:
      return (try? CleverDistrictTokens(response.body)).map { .success($0.tokens.map(\.district)) }
        ?? .failure(.foreign(check))
    case 401:
      return .failure(
        Finding(
          check, .problem, "Clever does not take the client ID and secret.",
          remedy: "Copy both anew from \(Self.place)."))
    default: return .failure(.unexpected(check, response))
    }
  }

  private func connected(_ names: [String]) -> Finding {
    let count = names.count
    let number = count == 0 ? "no district is" : count == 1 ? "one district is" : "\(count) are"
    let list = names.isEmpty ? "" : ": " + firstFew(of: names)
    return Finding("clever_client", .ok, "Clever takes them; \(number) connected\(list).")
  }

  /// Whether the gate's districts are those that are connected.
  private func admitted(_ names: [String]) -> Finding {
    let check = "clever_districts"
    guard let admitted = gate.districts else {
      return Finding(check, .ok, "The gate admits every district.")
    }
    let strangers = admitted.subtracting(names)
    let refused = Set(names).subtracting(admitted)
    guard !strangers.isEmpty || !refused.isEmpty else {
      return Finding(check, .ok, "The gate admits those that are connected, and no other.")
    }
    var details: [String] = []
    if !strangers.isEmpty {
      details.append(
        "Not connected, though gate.districts has them: \(firstFew(of: Array(strangers))).")
    }
    if !refused.isEmpty {
      details.append("Connected, and refused by the gate: \(firstFew(of: Array(refused))).")
    }
    return Finding(
      check, .warning, details.joined(separator: " "),
      remedy: "Correct the IDs in gate.districts, or connect the district in Clever's dashboard.")
  }
}

/// The connected districts, or why they are not known.
private enum Connected {
  case success([CleverID])
  case failure(Finding)
}

/// The first few of many texts.
func firstFew(of texts: [String]) -> String {
  let shown = texts.sorted().prefix(8).joined(separator: ", ")
  return texts.count > 8 ? "\(shown) and \(texts.count - 8) more" : shown
}

extension Finding {
  /// Without an answer nobody knows who is connected.
  fileprivate static let unknownDistricts = Finding(
    "clever_districts", .skipped, "Which are connected is not known.")

  /// A check that needs a host which cannot be reached.
  static func unreachable(_ check: String) -> Finding {
    Finding(check, .skipped, "Clever could not be asked.")
  }

  /// A status that says nothing of what was asked about.
  static func unexpected(_ check: String, _ response: HTTPResponse) -> Finding {
    let answer = CleverErrorAnswer(status: response.status, body: response.body)
    let passes = response.status == 429 || response.status >= 500
    return Finding(
      check, passes ? .warning : .problem, "This could not be checked. \(answer)",
      remedy: passes ? "Try again later." : "Check the hosts in the configuration.")
  }

  /// An answer that is none of Clever's.
  static func foreign(_ check: String) -> Finding {
    Finding(
      check, .problem, "The answer is none of Clever's.",
      remedy: "Check the hosts in the configuration, and that nothing answers in Clever's place.")
  }
}
