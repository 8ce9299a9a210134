import Provisioning
import ProvisioningHTTP

extension CleverDoctor {
  // MARK: A district's

  /// What is wrong with the district's token by the look of it; `nil` if it can be sent.
  var districtTokenFault: Finding? {
    let check = "clever_district_token"
    guard let token = settings.districtToken else {
      return Finding(check, .skipped, "None is set; only rosters from Clever's Data API need one.")
    }
    if token.isUserToken {
      return Finding(
        check, .problem, "It is the token of a person, not of a district.",
        remedy: "Take the district's token from Clever's dashboard: 40 digits of 0-9 and a-f.")
    }
    return token.mayStandInHeader
      ? nil
      : Finding(
        check, .problem, "It holds a character that no token has.",
        remedy: "Copy it anew from Clever's dashboard.")
  }

  /// Whether Clever takes the district's token, whose it is, and what it may read.
  func districtToken(_ accounts: Answer, _ data: Answer) async -> Finding {
    let check = "clever_district_token"
    if let districtTokenFault { return districtTokenFault }
    guard data.isThere, let token = settings.districtToken else { return .unreachable(check) }
    async let sections = read("/sections?limit=1", bearing: token)
    async let info = tokenInfo(accounts, token)
    let outcome = await read("/districts", bearing: token)
    let (mayReadSections, owner) = await ((try? sections.get())?.status == 200, info)
    if case .success(let info) = owner, settings.clientID != nil, !isOurs(info) {
      return .otherApp(check)
    }
    guard case .success(let response) = outcome else { return .unreachable(check) }
    switch response.status {
    case 200: return reading(check, response.body, mayReadSections: mayReadSections)
    case 401:
      return Finding(
        check, .problem, "Clever does not know this token.",
        remedy: "Copy it anew from Clever's dashboard; a district that left takes its token along.")
    default: return .unexpected(check, response)
    }
  }

  private func reading(_ check: String, _ body: [UInt8], mayReadSections: Bool) -> Finding {
    let read = try? RecordFields.read(body) { fields in
      try fields.objects("data").map { try CleverDistrict($0.requiredObject("data")) }
    }
    guard let districts = read else { return .foreign(check) }
    let whose = "It is good for \(firstFew(of: districts.map(\.id.rawValue)))"
    if mayReadSections { return Finding(check, .ok, "\(whose), and may read the rosters.") }
    return Finding(
      check, .warning, "\(whose), and may not read the rosters.",
      remedy: "Rosters from the Data API need Secure Sync; sign-ins do without.")
  }

  private func read(
    _ path: String, bearing token: Secret
  ) async -> Result<HTTPResponse, HTTPFault> {
    await get(settings.data, "/\(settings.version)\(path)", .bearer(token))
  }

  // MARK: A person's

  /// What is wrong with the person's token by the look of it; `nil` if it can be sent.
  var userTokenFault: Finding? {
    let check = "clever_user_token"
    guard let token = settings.userToken else {
      return Finding(check, .skipped, "None was handed in by $CLEVER_TOKEN.")
    }
    guard settings.clientID != nil else {
      return Finding(
        check, .problem, "Without a client ID nobody can tell whether it was given to this app.",
        remedy: "Put the client ID into clever.clientID.")
    }
    if token.isDistrictToken {
      return Finding(
        check, .problem, "It has the form of a district's token, not of a person's.",
        remedy: "Put it into $CLEVER_DISTRICT_TOKEN.")
    }
    return token.mayStandInHeader
      ? nil
      : Finding(
        check, .problem, "It holds a character that no token has.", remedy: "Copy it anew.")
  }

  /// Whether the person's token was given to this app, exactly, and what it may read.
  func userToken(_ accounts: Answer) async -> Finding {
    let check = "clever_user_token"
    if let userTokenFault { return userTokenFault }
    guard let token = settings.userToken else { return .unreachable(check) }
    switch await tokenInfo(accounts, token) {
    case .failure(let finding): return finding.finding(check)
    case .success(let info):
      guard isOurs(info) else { return .otherApp(check) }
      let scopes = info.scopes.isEmpty ? "nothing is named" : firstFew(of: info.scopes)
      return Finding(check, .ok, "It was given to this app. What it may read: \(scopes).")
    }
  }

  // MARK: Whose

  /// Why it is not known whose a token is.
  private enum Unknown: Error {
    case unreachable, foreign
    case status(HTTPResponse)

    func finding(_ check: String) -> Finding {
      switch self {
      case .unreachable: .unreachable(check)
      case .foreign: .foreign(check)
      case .status(let response) where response.status == 401:
        Finding(
          check, .problem, "Clever does not know this token.",
          remedy: "Sign in again: a token is good for 24 hours.")
      case .status(let response): .unexpected(check, response)
      }
    }
  }

  /// Byte by byte: texts that look the same may be equal to Swift, and are two apps to Clever.
  private func isOurs(_ info: CleverTokenInfo) -> Bool {
    settings.clientID.map { Secret($0) == Secret(info.clientID) } ?? false
  }

  private func tokenInfo(
    _ accounts: Answer, _ token: Secret
  ) async -> Result<CleverTokenInfo, Unknown> {
    guard accounts.isThere,
      case .success(let response) = await get(
        settings.accounts, "/oauth/tokeninfo", .bearer(token))
    else { return .failure(.unreachable) }
    guard response.status == 200 else { return .failure(.status(response)) }
    guard let info = try? CleverTokenInfo(response.body) else { return .failure(.foreign) }
    return .success(info)
  }
}

extension Secret {
  fileprivate var isUserToken: Bool { exposed.hasPrefix("il") }

  fileprivate var isDistrictToken: Bool {
    exposed.utf8.count == 40
      && exposed.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension Finding {
  fileprivate static func otherApp(_ check: String) -> Finding {
    Finding(
      check, .problem, "It was not given to this app: Clever names another one.",
      remedy: "Check clever.clientID, or get a token for this app.")
  }
}
