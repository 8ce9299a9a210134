public import Provisioning
public import ProvisioningHTTP

/// Finds out whether an app's settings are fit for Clever, whether Clever takes them, and whether
/// the gate lets in whom Clever sends.
///
/// Secrets and tokens go to the hosts of the settings alone, and stand in no finding.
public struct CleverDoctor: Sendable {
  let settings: ProviderSettings
  let gate: RoleGate
  let now: @Sendable () -> Timestamp
  private let transport: any HTTPTransport

  /// Creates a doctor. The transport must hold the limits of its requests.
  public init(
    _ settings: ProviderSettings, gate: RoleGate = .open, transport: any HTTPTransport,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.settings = settings
    self.gate = gate
    self.transport = transport
    self.now = now
  }

  /// What there is to say, in an order that is always the same. Throws `cancelled` alone.
  public func findings(
    _ reach: DiagnosisReach
  ) async throws(ProvisioningError) -> [Finding] {
    let remote = reach == .network ? await asking() : offline
    guard !Task.isCancelled else { throw .cancelled }
    return [redirectURIs] + remote
  }

  private func asking() async -> [Finding] {
    async let accountsHost = probe(settings.accounts, "/.well-known/openid-configuration")
    async let dataHost = probe(settings.data, "/\(settings.version)/me")
    let (accounts, data) = await (accountsHost, dataHost)
    async let client = client(accounts)
    async let district = districtToken(accounts, data)
    async let user = userToken(accounts)
    return await [
      reachability("clever_accounts", settings.accounts, accounts),
      reachability("clever_data", settings.data, data), clock([accounts, data]),
    ] + client + [district, user]
  }

  /// The findings where nothing may be sent. What can be told of secrets by looking at them is told.
  private var offline: [Finding] {
    let unasked = "Clever was not asked."
    return ["clever_accounts", "clever_data", "clever_clock"].map { Finding($0, .skipped, unasked) }
      + [
        clientFault ?? Finding("clever_client", .skipped, unasked),
        Finding("clever_districts", .skipped, unasked),
        districtTokenFault ?? Finding("clever_district_token", .skipped, unasked),
        userTokenFault ?? Finding("clever_user_token", .skipped, unasked),
      ]
  }

  private var redirectURIs: Finding {
    let check = "clever_redirect_uris"
    guard let primary = settings.redirectURIs.first else {
      return Finding(
        check, .warning, "None is configured, so nobody can sign in.",
        remedy: "Put those registered with Clever into clever.redirectURIs, the primary one first.")
    }
    let others = settings.redirectURIs.count - 1
    let more = others == 0 ? "" : others == 1 ? "; one more" : "; \(others) more"
    let local = settings.redirectURIs.filter { !$0.rawValue.hasPrefix("https:") }
    guard !local.isEmpty, settings.accounts.hasPrefix("https:") else {
      return Finding(
        check, .ok,
        "The primary one is \(primary)\(more). Whether it is so at Clever too cannot be asked from "
          + "here: compare with the app's page in Clever's dashboard, byte for byte.")
    }
    return Finding(
      check, .warning, "\(local[0]) is on this machine, which is for development only.",
      remedy: "In production give https addresses alone.")
  }

  // MARK: Asking

  /// An answer, and when it was asked for.
  struct Answer: Sendable {
    let asked: Timestamp
    let outcome: Result<HTTPResponse, HTTPFault>

    /// Whether there is anybody to ask.
    var isThere: Bool { (try? outcome.get()) != nil }
  }

  private func probe(_ host: String, _ path: String) async -> Answer {
    Answer(asked: now(), outcome: await get(host, path, nil))
  }

  /// A passing fault is no finding, but whoever waits for a doctor does not wait long.
  private static let retries = HTTPRetries(tries: 2, longestAsked: .seconds(5))

  /// Asks a host of the settings.
  func get(
    _ host: String, _ path: String, _ authorization: HTTPHeader?
  ) async -> Result<HTTPResponse, HTTPFault> {
    var headers = [HTTPHeader("Accept", "application/json")]
    if let authorization { headers.append(authorization) }
    // An app may be connected with thousands of districts.
    let limits = HTTPRequest.Limits(bodyBytes: 32 << 20)
    do throws(HTTPFault) {
      return .success(
        try await Self.retries.send(
          HTTPRequest(.get, host + path, headers: headers, limits: limits), over: transport))
    } catch {
      return .failure(error)
    }
  }
}
