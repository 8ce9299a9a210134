import FoundationEssentials
import Provisioning
import ProvisioningHTTP

/// The controls of a sandbox in Clever's place: somebody signs in without anybody typing.
struct SandboxControl: Sendable {
  private let url: String
  private let transport: any HTTPTransport
  private let clientID: String

  /// Somebody who can sign in.
  struct Person: Decodable, Sendable {
    let id: String
    let name: String
    let district: String
    let roles: [String]
  }

  /// The sandbox of the settings; `nil` where Clever itself is, or something else on this machine.
  init?(_ settings: ProviderSettings, _ transport: any HTTPTransport) async {
    guard HTTPAddress(settings.accounts)?.isLoopback == true, let id = settings.clientID else {
      return nil
    }
    url = settings.accounts + "/sandbox"
    self.transport = transport
    clientID = id
    guard await people(in: .student) != nil else { return nil }
  }

  /// People with a role; `nil` where nothing answers as a sandbox does.
  func people(in role: Role) async -> [Person]? {
    struct Answer: Decodable { let data: [Person] }
    return await ask(.get, "/users?role=\(role.rawValue)", nil, Answer.self)?.data
  }

  /// The address to which Clever would send the person's browser, with a code that is good once.
  func callback(
    for person: Person, as role: Role, _ departure: CleverBrowser.Departure
  ) async -> String? {
    struct Answer: Decodable { let location: String }
    var fields = ["user": person.id, "client_id": clientID, "role": role.rawValue]
    fields["redirect_uri"] = departure.redirectURI
    fields["state"] = departure.state
    guard let body = try? JSONEncoder().encode(fields) else { return nil }
    return await ask(.post, "/codes", Array(body), Answer.self)?.location
  }

  /// How often a code was sent to it.
  func redemptions() async -> Int? {
    await ask(.get, "/requests", nil, [String: Int].self).map { $0["POST /oauth/tokens"] ?? 0 }
  }

  private func ask<Answer: Decodable>(
    _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]?, _ type: Answer.Type
  ) async -> Answer? {
    let request = HTTPRequest(
      method, url + path, headers: [HTTPHeader("Content-Type", "application/json")], body: body)
    guard let response = try? await transport.send(request), response.status == 200 else {
      return nil
    }
    return try? JSONDecoder().decode(Answer.self, from: Data(response.body))
  }
}
