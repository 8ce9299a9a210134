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

  /// Whether Clever takes the client ID and the secret, and who is connected.
  func client(_ accounts: Answer) async -> Finding {
    let check = "clever_client"
    if let clientFault { return clientFault }
    guard accounts.isThere, let id = settings.clientID, let secret = settings.clientSecret else {
      return .unreachable(check)
    }
    let outcome = await get(
      settings.accounts, "/oauth/tokens?owner_type=district", .basic(id, secret))
    guard case .success(let response) = outcome else { return .unreachable(check) }
    switch response.status {
    case 200: return connected(check, response.body)
    case 401:
      return Finding(
        check, .problem, "Clever does not take the client ID and secret.",
        remedy: "Copy both anew from \(Self.place).")
    default: return .unexpected(check, response)
    }
  }

  private func connected(_ check: String, _ body: [UInt8]) -> Finding {
    guard let list = try? CleverDistrictTokens(body) else { return .foreign(check) }
    let count = list.districts.count
    let number = count == 0 ? "no district is" : count == 1 ? "one district is" : "\(count) are"
    let names = list.districts.isEmpty ? "" : ": " + firstFew(of: list.districts.map(\.rawValue))
    return Finding(check, .ok, "Clever takes them; \(number) connected\(names).")
  }
}

/// The districts that are connected with an app: the answer to `/oauth/tokens`, without its tokens.
struct CleverDistrictTokens {
  let districts: [CleverID]

  /// Reads the body of an answer.
  init(_ body: [UInt8]) throws(CleverRecordFault) {
    districts = try CleverEndpoint.token.read(body) { fields in
      guard fields.names.contains("data") else { throw fields.fault(.missing, "data") }
      return fields.objects("data").compactMap { token in
        token.object("owner")?.text("id").flatMap { CleverID($0) }
      }
    }
  }
}

/// The first few of many texts.
func firstFew(of texts: [String]) -> String {
  let shown = texts.sorted().prefix(8).joined(separator: ", ")
  return texts.count > 8 ? "\(shown) and \(texts.count - 8) more" : shown
}

extension Finding {
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
