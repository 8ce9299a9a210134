import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// The three ways in, and what an app is told by each.
@Suite struct StartingPointTests {
  @Test func `A login that the app starts gives back its state and goes where it said`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let path = sandbox.authorize("&state=a%26b%3D1", uri: TestSandbox.otherRedirectURI)
      let schools = try await browser.open(path)
      #expect(schools.text.contains("Find your school"))

      let student = try sandbox.user(.student)
      let back = try await browser.signIn(
        student.id, at: path + "&district_id=\(student.district)")
      #expect(back["Location"]?.hasPrefix(TestSandbox.otherRedirectURI + "&code=") == true)
      #expect(try back.told("&")["state"] == "a&b=1")
    }
  }

  @Test func `A login that sends no state gets none`() async throws {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student)
      let back = try await Browser(sandbox).signIn(
        student.id, at: sandbox.authorize("&district_id=\(student.district)"))
      #expect(try Set(back.told().keys) == ["code", "scope"])
    }
  }

  @Test func `An Instant Login link goes to the first redirect URI without a state`() async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher)
      let back = try await Browser(sandbox).signIn(
        teacher.id,
        at: "/oauth/instant-login?client_id=\(sandbox.told.clientID)"
          + "&district_id=\(teacher.district)&state=no")
      #expect(back["Location"]?.hasPrefix(TestSandbox.redirectURI + "?code=") == true)
      #expect(try back.told()["state"] == nil)
      #expect(try await sandbox.exchange(back.told()["code"] ?? "").status == 200)
    }
  }

  @Test func `The portal starts logins at the first redirect URI`() async throws {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let teacher = try sandbox.user(.teacher)
      let login = try await browser.open("/?district_id=\(teacher.district)")
      #expect(!login.text.contains("to go on to"), "there is no app yet")
      let portal = try await browser.press("/oauth/sign-in", on: login, ["user": teacher.id])
      #expect(portal.text.contains("Sandbox App"))
      let link = portal.text.components(separatedBy: "href=\"").dropFirst().compactMap {
        $0.hasPrefix("/oauth/instant-login") ? $0.components(separatedBy: "\"")[0] : nil
      }
      let path = try #require(link.first).replacingOccurrences(of: "&amp;", with: "&")
      #expect(try Set(await browser.open(path).told().keys) == ["code", "scope"])
    }
  }

  @Test func `Somebody who is signed in is sent straight back, for two hours`() async throws {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let student = try sandbox.user(.student)
      let first = try await browser.signIn(
        student.id, at: sandbox.authorize("&district_id=\(student.district)"))
      let second = try await browser.open(sandbox.authorize())
      #expect(try second.told()["code"] != first.told()["code"])

      try await sandbox.advance(2 * 3600 - 1)
      #expect(try await browser.open(sandbox.authorize()).status == 303)
      try await sandbox.advance(1)
      #expect(try await browser.open(sandbox.authorize()).text.contains("Find your school"))
    }
  }

  @Test func `An app may ask whether it is still the same person, who can switch`() async throws {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let student = try sandbox.user(.student)
      let path = sandbox.authorize("&confirmed=false&state=s&district_id=\(student.district)")
      #expect(try await browser.signIn(student.id, at: path).told()["state"] == "s")

      let question = try await browser.open(path)
      #expect(question.text.contains("Is this you?"))
      let again = try await browser.press("/oauth/switch", on: question)
      let teacher = try sandbox.user(.teacher)
      let back = try await browser.press("/oauth/sign-in", on: again, ["user": teacher.id])
      let token = try await sandbox.exchange(back.told()["code"] ?? "").field("access_token")
      #expect(try await sandbox.get("/v3.0/me", token: token).text.contains(teacher.id))
    }
  }

  @Test func `A name and the password that all share sign in, another password does not`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let student = try sandbox.user(.student)
      let page = try await browser.open(sandbox.authorize("&district_id=\(student.district)"))
      let wrong = try await browser.press(
        "/oauth/sign-in", on: page, ["username": student.username, "password": "other"])
      #expect(wrong.status == 401)
      let right = try await browser.press(
        "/oauth/sign-in", on: wrong, ["username": student.username, "password": "clever"])
      #expect(try right.told()["code"] != nil)
    }
  }

  @Test func `Somebody of another district is asked to log in`() async throws {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let (student, library) = (try sandbox.user(.student), try sandbox.user(.student, .teacher))
      _ = try await browser.signIn(library.id, at: "/?district_id=\(library.district)")
      let path = sandbox.authorize("&district_id=\(student.district)")
      #expect(try await browser.open(path).text.contains("<h1>Log in</h1>"))
    }
  }

  @Test func `Log out ends the session`() async throws {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let student = try sandbox.user(.student)
      let portal = try await browser.signIn(student.id, at: "/?district_id=\(student.district)")
      #expect(portal.text.contains(student.name))
      #expect(try await browser.press("/logout", on: portal).text.contains("Find your school"))
    }
  }

  @Test(arguments: [
    ("client_id", "Unknown app"), ("redirect_uri", "Unknown redirect URI"),
    ("response_type", "Unknown response type"), ("district_id", "Unknown district"),
  ])
  func `A wrong parameter shows an error page and redirects nowhere`(
    parameter: String, title: String
  ) async throws {
    try await TestSandbox.run { sandbox in
      let path = sandbox.authorize("&district_id=\(sandbox.told.district)")
        .replacingOccurrences(of: "\(parameter)=", with: "\(parameter)=x")
      let page = try await sandbox.get(path)
      #expect((400..<500).contains(page.status))
      #expect(page.text.contains(title))
    }
  }

  @Test func `The implicit grant tells the token in the fragment`() async throws {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student)
      let back = try await Browser(sandbox).signIn(
        student.id,
        at: sandbox.authorize("&state=s&district_id=\(student.district)", type: "token"))
      let told = try back.told("#")
      #expect(told["state"] == "s")
      let info = try await sandbox.get("/oauth/tokeninfo", token: told["access_token"] ?? "")
      #expect(try info.field("client_id") == sandbox.told.clientID)
    }
  }

  @Test func `Forms lead to the sandbox's own pages and nowhere else`() async throws {
    try await TestSandbox.run { sandbox in
      for address in ["https://example.org/", "//example.org", "/\\example.org"] {
        let answer = try await sandbox.post("/oauth/switch", ["continue": address])
        #expect(answer.status == 400)
      }
    }
  }
}
