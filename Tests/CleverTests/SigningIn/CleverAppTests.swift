import Provisioning
import ProvisioningClever
import Testing

@Suite("An app as Clever knows it")
struct CleverAppTests {
  static func app(
    id: String = "client", secret: String = "secret",
    uris: [String] = ["https://app.example/cb?a=1"]
  ) throws -> CleverApp {
    try CleverApp(
      clientID: id, clientSecret: Secret(secret), redirectURIs: RedirectURIs(uris))
  }

  @Test("A button's address: response type, redirect URI, client and state, all escaped")
  func button() throws {
    let app = try Self.app()
    let request = AuthorizationRequest(state: Secret("s &"), redirectURI: app.redirectURIs.primary)
    #expect(
      app.authorizationURL(for: request)
        == "https://clever.com/oauth/authorize?response_type=code"
        + "&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fa%3D1&client_id=client&state=s%20%26")
  }

  @Test("A button may name a district, ask who it is, and use the implicit grant")
  func options() throws {
    let app = try Self.app()
    let request = AuthorizationRequest(
      state: Secret("s"), redirectURI: app.redirectURIs.primary, grant: .implicit, district: "d1",
      confirmation: .always)
    let url = app.authorizationURL(for: request)
    #expect(url.contains("?response_type=token&"))
    #expect(url.hasSuffix("&state=s&district_id=d1&confirmed=false"))
  }

  @Test("An Instant Login link names the app and the district, and no state")
  func instantLogin() throws {
    let district = try #require(CleverID("5b2ad81a709e300001e2cd7a"))
    #expect(
      try Self.app().instantLoginURL(district: district)
        == "https://clever.com/oauth/instant-login?client_id=client"
        + "&district_id=5b2ad81a709e300001e2cd7a")
  }

  @Test(
    "A blank or broken client ID or secret refuses to start, and is not told",
    arguments: [
      ("", "secret"), ("client", ""), ("cl ient", "x"), ("a:b", "x"), ("a", "canary\r\n"),
    ])
  func unusable(id: String, secret: String) {
    let error = #expect(throws: ProvisioningError.self) { try Self.app(id: id, secret: secret) }
    #expect(error?.code == .invalid && error?.debugDescription.contains("canary") == false)
  }

  @Test("An app's description does not tell its secret")
  func description() throws {
    let app = try Self.app(secret: "canary")
    var text = "\(app)"
    dump(app, to: &text)
    #expect(!text.contains("canary"))
  }
}
