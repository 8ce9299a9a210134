public import Provisioning
public import ProvisioningHTTP

/// Finds the token with which something can be read at Clever.
///
/// A district is read with the district token of the settings or, where there is none, with the one
/// that Clever has for the app, which shows its client ID and secret for it.
public struct CleverAccess: Sendable {
  private let settings: ProviderSettings
  private let transport: any HTTPTransport

  /// Creates an access. The transport must hold the limits of its requests.
  public init(_ settings: ProviderSettings, transport: any HTTPTransport) {
    self.settings = settings
    self.transport = transport
  }

  /// The district with this ID, or the only one, and a reader of its data.
  ///
  /// Throws `needsDecision` where there are several and none is named, `notFound` where there is none
  /// of that ID.
  public func district(
    _ wanted: String?
  ) async throws(ProvisioningError) -> (id: CleverID, data: CleverData) {
    if let token = settings.districtToken {
      let data = try data(token)
      let id = try choose(wanted, among: await data.districtIDs(), "The district token is good for")
      return (id, data)
    }
    let tokens = try await connected()
    let id = try choose(wanted, among: tokens.map(\.district), "Connected with the app:")
    guard let token = tokens.first(where: { $0.district == id })?.secret else {
      throw Self.noToken
    }
    return (id, try data(token))
  }

  /// A reader of one teacher's sections, and who authorizes it: with her own token, where the
  /// settings have one, else with her district's.
  public func teacher(
    in district: String?
  ) async throws(ProvisioningError) -> (data: CleverData, sharing: Sharing) {
    if let token = settings.userToken { return (try data(token), .teacher) }
    return (try await self.district(district).data, .district)
  }

  /// What brings a listing in.
  public func open(
    _ listing: ProviderListing
  ) async throws(ProvisioningError)
    -> @Sendable (
      Provisioner, RosterOrder, @escaping OpenedListing.Progress
    ) async throws(ProvisioningError) -> BroughtIn
  {
    if case .district(let wanted) = listing {
      let (id, data) = try await district(wanted)
      return { provisioner, order, progress throws(ProvisioningError) in
        let sync = CleverDistrictSync(data, district: id, provisioner: provisioner)
        let came = try await sync.run(
          order.listsAll ? .listing : .asNeeded, limit: order.limit, by: order.by, order.mode,
          progress: progress)
        return BroughtIn(outcome: came.outcome, note: came.note)
      }
    }
    let importer = try await importer(of: listing)
    return { provisioner, order, progress throws(ProvisioningError) in
      BroughtIn(
        outcome: try await provisioner.bringIn(
          importer, limit: order.limit, by: order.by, order.mode, progress: progress))
    }
  }

  /// What reads a listing.
  public func importer(
    of listing: ProviderListing
  ) async throws(ProvisioningError) -> any SectionImporter {
    switch listing {
    case .district(let wanted):
      let (id, data) = try await district(wanted)
      return CleverDistrictImporter(data, district: id)
    case .teacher(let subject, let district):
      guard let teacher = CleverID(subject.rawValue) else {
        throw ProvisioningError(
          .invalid, "This is no ID that Clever gives.", remedy: "Take the teacher's ID at Clever.")
      }
      let (data, sharing) = try await self.teacher(in: district)
      return CleverTeacherImporter(data, teacher: teacher, sharing: sharing)
    }
  }

  /// Who the person's token of the settings belongs to, and what reads her sections.
  func teacherHerself() async throws(ProvisioningError) -> (Identity, any SectionImporter) {
    guard let token = settings.userToken else { throw Self.noToken }
    let data = try data(token)
    let body = try await data.body(of: version.pathPrefix + "/me")
    let me = try usable { () throws(CleverRecordFault) in try CleverMe(body) }
    let identity = Identity(
      key: Identity.Key(.clever, me.id.subject), sharing: me.sharing,
      profile: Profile(role: .teacher))
    return (identity, CleverTeacherImporter(data, teacher: me.id, sharing: me.sharing))
  }

  private func choose(
    _ wanted: String?, among districts: [CleverID], _ what: String
  ) throws(ProvisioningError) -> CleverID {
    let names = firstFew(of: districts.map(\.rawValue))
    let told = districts.isEmpty ? "\(what) none." : "\(what) \(names)."
    if let wanted {
      if let found = districts.first(where: { $0.rawValue == wanted }) { return found }
      throw ProvisioningError(
        .notFound, "There is no token for this district.", reason: told,
        remedy: "Check --district; 'linkctl doctor' tells which are connected.")
    }
    guard let first = districts.first else {
      throw ProvisioningError(
        .notFound, "There is no district to read.", reason: told,
        remedy: "Connect the district in Clever's dashboard.")
    }
    guard districts.count == 1 else {
      throw ProvisioningError(
        .needsDecision, "Several districts could be meant.", reason: told,
        remedy: "Name one: --district ID, once for each.")
    }
    return first
  }

  private func data(_ token: Secret) throws(ProvisioningError) -> CleverData {
    try CleverData(token: token, version: version, hosts: hosts(), transport: transport)
  }

  private var version: CleverVersion { CleverVersion(rawValue: settings.version) ?? .v31 }

  private func hosts() throws(ProvisioningError) -> CleverHosts {
    try CleverHosts(accounts: settings.accounts, data: settings.data)
  }

  private static let noToken = ProvisioningError(
    .notFound, "There is no district token.",
    reason: "Neither a token is set, nor a client ID with its secret, for which Clever gives one.",
    remedy:
      "Set $CLEVER_DISTRICT_TOKEN, or name a file in clever.districtTokenFile; the token is on "
      + "the app's page in Clever's dashboard.")

  // MARK: The app's own

  /// The districts that are connected with the app, and a token for each.
  private func connected() async throws(ProvisioningError) -> [CleverDistrictTokens.DistrictToken] {
    guard let id = settings.clientID, let secret = settings.clientSecret, secret.mayStandInHeader
    else { throw Self.noToken }
    let request = HTTPRequest(
      .get, try hosts().accounts + "/oauth/tokens?owner_type=district",
      headers: [.basic(id, secret), HTTPHeader("Accept", "application/json")],
      limits: HTTPRequest.Limits(bodyBytes: 32 << 20))
    let response: HTTPResponse
    do {
      response = try await Clever.patience.send(request, over: transport)
    } catch {
      if error.kind == .cancelled { throw .cancelled }
      throw ProvisioningError(
        .unavailable, "Clever did not answer.", reason: "Over the network: \(error.reason).",
        remedy: "Try again later; 'linkctl doctor' tells whether Clever can be reached.")
    }
    guard response.status == 200 else { throw response.listFailure }
    return try usable { () throws(CleverRecordFault) in
      try CleverDistrictTokens(response.body).tokens
    }
  }
}

extension HTTPResponse {
  /// Why there is no list of districts.
  fileprivate var listFailure: ProvisioningError {
    let answer = CleverErrorAnswer(status: status, body: body)
    let (code, problem): (ProvisioningError.Code, String) =
      switch status {
      case 401: (.refused, "Clever does not take the client ID and secret.")
      case 429: (.busy, "Clever takes no more requests for now.")
      case 500...: (.unavailable, "Clever cannot answer now.")
      default: (.invalid, "Clever's answer cannot be used.")
      }
    return ProvisioningError(
      code, problem, reason: answer.description,
      remedy: code == .busy || code == .unavailable
        ? "Try again in a minute." : "See what 'linkctl doctor' says.")
  }
}
