import CleverSandbox
import ProvisioningHTTP
import SandboxTesting
import Testing

/// What each token may read.
@Suite struct PermissionTests {
  @Test func `A user's token reads its user and district, and nothing else is a path`() async throws
  {
    try await TestSandbox.run { sandbox in
      let (student, teacher) = (try sandbox.user(.student), try sandbox.user(.teacher))
      for path in ["me", "users/\(student.id)", "districts/\(student.district)"] {
        #expect(try await sandbox.get("/v3.0/\(path)", token: student.token).status == 200)
      }
      let others = [
        "users/\(teacher.id)", "users", "districts", "districts/\(sandbox.told.libraryDistrict)",
        "sections", "resources", "students/\(student.id)",
      ]
      for path in others {
        let answer = try await sandbox.get("/v3.0/\(path)", token: student.token)
        #expect(answer.status == 404)
        #expect(answer["Content-Type"] == "text/html; charset=utf-8")
        #expect(answer.text.contains("Cannot GET /v3.0/\(path)"))
        #expect(answer["x-ratelimit-bucket"] == "bearer")
      }
    }
  }

  @Test(arguments: [UserType.student, .teacher, .staff, .districtAdmin])
  func `Up to v2.1 a user reads the record of the role and the ID that /me names`(
    role: UserType
  ) async throws {
    try await TestSandbox.run { sandbox in
      let user = try sandbox.user(role)
      for version in ["v2.0", "v2.1"] {
        let me = try await sandbox.get("/\(version)/me", token: user.token)
        let links = try #require(try me.object()["links"] as? [[String: String]])
        let own = try #require(links.first { $0["rel"] == "canonical" }?["uri"])
        #expect(own.hasPrefix("/\(version)/"))
        let record = try await sandbox.get(own, token: user.token)
        #expect(record.status == 200)
        #expect((role == .student) == own.hasSuffix(user.id))
      }
    }
  }

  @Test func `A Library teacher's token reads no district`() async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher, .teacher)
      let answer = try await sandbox.get(
        "/v3.0/districts/\(teacher.district)", token: teacher.token)
      #expect(answer.status == 404)
      #expect(
        try await sandbox.get("/v3.0/users/\(teacher.id)", token: teacher.token).status == 200)
    }
  }

  @Test func `A district's token reads everybody of the district with Secure Sync, nobody without`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let token = sandbox.told.districtToken
      let path = "/v3.0/users/\(try sandbox.user(.student).id)"
      let library = "/v3.0/users/\(try sandbox.user(.teacher, .teacher).id)"
      #expect(try await sandbox.get(path, token: token).status == 200)
      #expect(try await sandbox.get(library, token: token).field("message") != "")
      try await sandbox.setApp(["secure_sync": false])
      #expect(try await sandbox.get(path, token: token).status == 404)
      #expect(try await sandbox.get("/v3.0/districts", token: token).status == 200)
    }
  }

  @Test(arguments: [
    ("/me", "error"), ("/v2.1/me", "message"), ("/v3.0/me", "message"), ("/userinfo", "error"),
    ("/oauth/tokeninfo", "error"),
  ])
  func `A token that is none is refused in the shape of its version`(
    path: String, field: String
  ) async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get(path, token: "ilnone")
      #expect(answer.status == 401)
      #expect(try answer.field(field) != "")
    }
  }

  @Test(arguments: [(24 * 3600 - 1, 200), (24 * 3600, 401)])
  func `A user's token lives a day`(seconds: Int, status: Int) async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.advance(seconds)
      let token = try sandbox.user(.student).token
      #expect(try await sandbox.get("/v3.0/me", token: token).status == status)
      #expect(
        try await sandbox.get("/v3.0/districts", token: sandbox.told.districtToken).status == 200)
    }
  }

  @Test func `A token has 1,200 requests a minute`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.student).token
      for left in (0..<1200).reversed() {
        let answer = try await sandbox.get("/v3.0/me", token: token)
        #expect(answer["x-ratelimit-remaining"] == "\(left)")
      }
      let refused = try await sandbox.get("/v3.0/me", token: token)
      #expect(refused.status == 429)
      #expect(refused["x-ratelimit-reset"] == "1790000060")
      let other = try sandbox.user(.teacher).token
      #expect(try await sandbox.get("/v3.0/me", token: other).status == 200)
      try await sandbox.advance(60)
      #expect(try await sandbox.get("/v3.0/me", token: token).status == 200)
    }
  }
}
