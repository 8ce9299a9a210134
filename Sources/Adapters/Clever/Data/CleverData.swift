public import Provisioning
public import ProvisioningHTTP

/// Reads Clever's Data API with one token: a district's, or a teacher's of the Library.
public struct CleverData: Sendable {
  /// The version of the API.
  public let version: CleverVersion
  /// Where Clever is.
  public let hosts: CleverHosts
  /// What a listing may cost.
  public var limits: CleverDataLimits
  /// What is tried again.
  public var retries: HTTPRetries
  /// The clock, the waiting and the chance that retries need.
  public var surroundings = HTTPRetries.Surroundings.system
  private let token: Secret
  private let transport: any HTTPTransport

  /// What is tried again while nobody waits: eight times in all. A rate limit's window is a minute.
  public static let patience = HTTPRetries(
    tries: 8, base: .seconds(1), cap: .seconds(60), longestAsked: .seconds(120))

  /// Creates a reader. Throws `invalid` where the token is blank or may not stand in a header.
  public init(
    token: Secret, version: CleverVersion = .v31, hosts: CleverHosts = .production,
    transport: any HTTPTransport, retries: HTTPRetries = CleverData.patience,
    limits: CleverDataLimits = CleverDataLimits()
  ) throws(ProvisioningError) {
    guard !token.exposed.isEmpty, token.exposed.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw ProvisioningError(
        .invalid, "The Clever token cannot be used.",
        reason: "It is blank, or holds a blank or what is no ASCII.",
        remedy: "Take a district's token from the app's page in Clever's dashboard.")
    }
    self.token = token
    self.version = version
    self.hosts = hosts
    self.transport = transport
    self.retries = retries
    self.limits = limits
  }

  /// The time now, in Unix seconds.
  var now: Int { surroundings.now() }

  /// The body of the answer to a GET of `path`, which is put behind the data's host.
  func body(of path: String) async throws(ProvisioningError) -> [UInt8] {
    let request = HTTPRequest(
      .get, hosts.data + path,
      headers: [
        HTTPHeader("Authorization", "Bearer \(token.exposed)"),
        HTTPHeader("Accept", "application/json"),
      ], limits: limits.page)
    let response: HTTPResponse
    do {
      response = try await retries.send(request, over: transport, in: surroundings)
    } catch {
      if error.kind == .cancelled { throw .cancelled }
      throw ProvisioningError(
        .unavailable, "Clever did not answer.", reason: error.reason,
        remedy: "Try again later; nothing that was not listed counts as gone.")
    }
    guard response.status == 200 else { throw response.dataFailure }
    return response.body
  }
}

/// What reading a listing may cost.
public struct CleverDataLimits: Hashable, Sendable {
  /// One page: 60 s and 64 MiB.
  public var page = HTTPRequest.Limits(total: .seconds(60), bodyBytes: 1 << 26)
  /// How many pages a listing has at most.
  public var pages = 50_000
  /// How many bytes all pages of a listing have at most: 8 GiB.
  public var bytes = 1 << 33
  /// How long a listing takes at most, in seconds: six hours.
  public var seconds = 21_600

  /// Creates the limits.
  public init() {}
}

extension HTTPResponse {
  /// A status other than 200, in the core's words. What the body says is passed on as a known word
  /// only.
  fileprivate var dataFailure: ProvisioningError {
    let answer = CleverErrorAnswer(status: status, body: body)
    let (code, problem, remedy): (ProvisioningError.Code, String, String) =
      switch status {
      case 401:
        (
          .refused, "Clever does not take the token.",
          "A teacher signs in again; a district's token is on the app's page in the dashboard."
        )
      case 403, 404, 501:
        (
          .notFound, "Clever has nothing there for this token.",
          "It may be unshared, or want another kind of token."
        )
      case 429: (.busy, "Clever takes no more requests for now.", "Try again in a minute.")
      case 500...: (.unavailable, "Clever cannot answer now.", "Try again later.")
      default:
        (
          .invalid, "Clever's answer cannot be used.",
          "Check the hosts in the configuration: 'linkctl doctor'."
        )
      }
    return ProvisioningError(code, problem, reason: answer.description, remedy: remedy)
  }
}
