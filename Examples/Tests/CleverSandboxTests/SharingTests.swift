import CleverSandbox
import ProvisioningHTTP
import SandboxTesting
import Testing

/// Who may sign in to an app, and what of them it is told.
@Suite struct SharingTests {
  @Test func `A teacher of a district that is not connected is asked, and may decline`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let browser = Browser(sandbox)
      let teacher = try await sandbox.libraryUser("teacher2")
      let path = sandbox.authorize("&district_id=\(sandbox.told.libraryDistrict)")
      let question = try await browser.signIn(teacher, at: path)
      #expect(question.text.contains("Share your classes?"))
      let declined = try await browser.press(
        "/oauth/consent", on: question, ["decision": "deny"])
      #expect(declined.status == 403)

      let back = try await browser.press("/oauth/consent", on: question, ["decision": "allow"])
      let token = try await sandbox.exchange(back.told()["code"] ?? "").field("access_token")
      let me = try await sandbox.get("/v3.0/me", token: token)
      #expect(me.text.contains(#""authorized_by":"teacher""#))
      #expect(try await browser.open(path).status == 303, "asked once only")
    }
  }

  @Test func `Students of the Library come in once one of their teachers shares`() async throws {
    try await TestSandbox.run { sandbox in
      let student = try await sandbox.libraryUser("student2-1")
      let path = sandbox.authorize("&district_id=\(sandbox.told.libraryDistrict)")
      let browser = Browser(sandbox)
      #expect(try await browser.signIn(student, at: path).status == 403)
      try await sandbox.setApp(["consents": [.string(try await sandbox.libraryUser("teacher2"))]])
      #expect(try await browser.open(path).status == 303)
    }
  }

  @Test func `Staff of a district that is not connected see an error page`() async throws {
    try await TestSandbox.run { sandbox in
      let staff = try await sandbox.libraryUser("staff1")
      let path = sandbox.authorize("&district_id=\(sandbox.told.libraryDistrict)")
      #expect(try await Browser(sandbox).signIn(staff, at: path).status == 403)
      let told = try await Browser(sandbox).signIn(
        staff, at: path + "&return_unshared=true&state=s"
      ).told()
      #expect(told["error"] == "unauthorized_client")
      #expect(told["state"] == "s")
    }
  }

  @Test func `An unselected user type sees an error page, and the app is told if it asked to be`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      try await sandbox.setApp(["user_types": ["teacher"]])
      let student = try sandbox.user(.student)
      let path = sandbox.authorize("&district_id=\(student.district)")
      let browser = Browser(sandbox)
      let page = try await browser.signIn(student.id, at: path)
      #expect(page.status == 403)
      #expect(page.text.contains("does not support the account of a student"))
      let told = try await browser.open(path + "&return_unshared=true").told()
      #expect(told["error"] == "unauthorized_client")
      #expect(!(try await browser.open("/").text.contains("Sandbox App")), "not in the portal")
    }
  }

  @Test func `An administrator of an unselected type sees the app with a note`() async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.setApp(["user_types": ["teacher", "student"]])
      let staff = try sandbox.user(.staff)
      let portal = try await Browser(sandbox).signIn(
        staff.id, at: "/?district_id=\(staff.district)")
      #expect(portal.text.contains("Instant Login is not supported"))
      #expect(!portal.text.contains("/oauth/instant-login"))
    }
  }

  @Test func `Of a Library student only the first name, an initial and the grade are told`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student, .teacher)
      let record = try await sandbox.get("/v3.0/users/\(student.id)", token: student.token)
      #expect(
        record.text == """
          {"data":{"id":"\(student.id)","name":{"first":"Íñigo","last":"I."},\
          "roles":{"student":{"grade":"4"}}}}
          """)
      let me = try await sandbox.get("/v3.0/me", token: student.token)
      #expect(!me.text.contains("district"))
      let info = try await sandbox.get("/userinfo", token: student.token)
      for word in ["Ibáñeral", "@", "district"] { #expect(!info.text.contains(word)) }
    }
  }

  @Test func `A district that connects takes the place of the teacher's word`() async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher, .teacher)
      try await sandbox.setApp([
        "districts": [.string(sandbox.told.district), .string(sandbox.told.libraryDistrict)]
      ])
      let me = try await sandbox.get("/v3.0/me", token: teacher.token)
      #expect(me.text.contains(#""authorized_by":"district""#))
      #expect(me.text.contains(teacher.id))
      let record = try await sandbox.get("/v3.0/users/\(teacher.id)", token: teacher.token)
      #expect(record.text.contains("sis_id"))
    }
  }

  @Test
  func `A person with several roles has one ID from v3.0 on, and another for each role before`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let both = try #require(
        sandbox.told.users.last { $0.role == .teacher && $0.sharing == .district })
      let record = try await sandbox.get("/v3.0/users/\(both.id)", token: both.token).object()
      let data = try #require(record["data"] as? [String: Any])
      let roles = try #require(data["roles"] as? [String: [String: Any]])
      let ids = roles.values.compactMap { $0["legacy_id"] as? String }
      #expect(Set(roles.keys) == ["teacher", "staff"])
      #expect(Set(ids + [both.id]).count == 3)
    }
  }
}
