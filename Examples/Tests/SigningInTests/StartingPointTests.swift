import Foundation
import CleverSandbox
import Provisioning
import ProvisioningClever
import SandboxTesting
import Testing

@Suite("From each starting point into the right account", .timeLimit(.minutes(15)))
struct StartingPointTests {
  @Test("The button: every user type, every version of the API", arguments: CleverVersion.allCases)
  func button(version: CleverVersion) async throws {
    try await Campus.open { campus in
      let door = try campus.door(version)
      for user in campus.announcement.users {
        var visitor = campus.visitor()
        let first = try await campus.signInByButton(user, &visitor, at: door)
        #expect(first.outcome.kind == .created, "\(user.role) \(user.sharing)")
        #expect(first.identity.profile.role == user.role.expected)
        #expect(first.identity.sharing.rawValue == user.sharing.rawValue)
        var again = campus.visitor()
        let second = try await campus.signInByButton(user, &again, at: door)
        #expect(second.outcome.kind == .signedIn && second.outcome.account == first.outcome.account)
      }
    }
  }

  @Test("An Instant Login link brings no state: the code is not redeemed, the next one is")
  func instantLogin() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let user = try campus.user(.teacher)
      let url =
        "\(campus.url)/oauth/instant-login?client_id=\(campus.announcement.clientID)"
        + "&district_id=\(user.district)"
      var visitor = campus.visitor()
      _ = try await visitor.browser.open(url)
      let landing = try await visitor.browser.signIn(as: user, at: url)
      let address = try #require(landing.destination)
      #expect(address.hasPrefix(Campus.redirectURIs[0] + "?") && !address.contains("state="))
      let outcome = try await campus.arrive(landing, &visitor, at: door)
      #expect(outcome.outcome.kind == .created)
      #expect(try await campus.sandbox.requests("POST /oauth/tokens") == 1)
    }
  }

  @Test("The portal: its link signs in, on a browser that the app has never seen")
  func portal() async throws {
    try await Campus.open { campus in
      let user = try campus.user(.student)
      var visitor = Visitor(browser: Browser(campus.sandbox))
      let portal = "\(campus.url)/?district_id=\(user.district)"
      let page = try await visitor.browser.signIn(as: user, at: portal).text
      let start = try #require(page.range(of: "/oauth/instant-login?"))
      let link = page[start.lowerBound...].prefix { $0 != "\"" }.replacing("&amp;", with: "&")
      let callback = try await visitor.browser.open(String(link))
      let outcome = try await campus.arrive(callback, &visitor, at: try campus.door())
      #expect(outcome.outcome.kind == .created && outcome.identity.profile.role == .student)
    }
  }

  @Test("An unasked code is taken at once where the app has chosen that")
  func accepted() async throws {
    try await Campus.open { campus in
      var door = try campus.door()
      door.policy.unasked = .acceptForSignIn
      let user = try campus.user(.teacher)
      let url =
        "\(campus.url)/oauth/instant-login?client_id=\(campus.announcement.clientID)"
        + "&district_id=\(user.district)"
      var visitor = Visitor(browser: Browser(campus.sandbox))
      let outcome = try await campus.arrive(
        visitor.browser.signIn(as: user, at: url), &visitor, at: door)
      #expect(outcome.outcome.kind == .created)
    }
  }

  @Test("The implicit grant: the token in the fragment signs in, after tokeninfo was asked")
  func implicit() async throws {
    try await Campus.open { campus in
      var door = try campus.door()
      door.policy.implicit = .acceptForSignIn
      var start = FederatedSignIn.Start()
      start.grant = .implicit
      let user = try campus.user(.teacher)
      let visitor = campus.visitor()
      let key = try #require(visitor.key)
      let url = try await door.begin(start, in: key)
      let address = try await visitor.browser.signIn(as: user, at: url).destination
      let fragment = try #require(address?.split(separator: "#").last)
      let response = CallbackResponse(fragment: String(fragment))
      guard case .proceed(let callback) = try await door.receive(response, in: key) else {
        throw Campus.Failure("refused")
      }
      let outcome = try await door.complete(callback)
      #expect(outcome.outcome.kind == .created)
      #expect(try await campus.sandbox.requests("GET /oauth/tokeninfo") == 1)
      #expect(try await campus.sandbox.requests("POST /oauth/tokens") == 0)
    }
  }

  @Test("A type that the gate does not let in is refused, and leaves nothing about anybody")
  func gate() async throws {
    try await Campus.open { campus in
      let door = try campus.door(gate: RoleGate(roles: [.student]))
      for role in [UserType.teacher, .staff, .districtAdmin] {
        var visitor = campus.visitor()
        let outcome = try await campus.signInByButton(try campus.user(role), &visitor, at: door)
        #expect(outcome.outcome.kind == .denied)
        #expect(try await campus.store.link(outcome.identity.key) == nil)
      }
      let counts = try await campus.store.counts()
      #expect(counts.journalEntries == 0 && counts.links == 0)
    }
  }
}

extension UserType {
  /// The role that the core has for it.
  var expected: Role? { Role(rawValue: rawValue) }
}
