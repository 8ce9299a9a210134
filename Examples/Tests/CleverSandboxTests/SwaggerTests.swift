import CleverSandbox
import ProvisioningHTTP
import SandboxTesting
import Testing

/// Records have what Clever's Swagger files state to be present, and nothing that they do not declare,
/// except where what was recorded differs from them.
@Suite(Samples.areThere) struct SwaggerTests {
  /// Where Clever's answers differ from its Swagger files.
  private static let recordedOtherwise: Set = [
    "Student does not know email", "Student lacks created", "Student lacks last_modified",
    "Student lacks legacy_id", "Teacher lacks created", "Teacher lacks district",
    "Teacher lacks last_modified", "Teacher lacks name",
  ]

  @Test(arguments: ["v3.0", "v3.1"], [UserType.student, .teacher, .staff, .districtAdmin])
  func `Users from v3.0 on`(version: String, role: UserType) async throws {
    try await TestSandbox.run { sandbox in
      let user = try sandbox.user(role)
      let record = try await sandbox.get("/\(version)/users/\(user.id)", token: user.token)
      let faults = try check(record.object(), as: "User", version)
      #expect(faults.subtracting(Self.recordedOtherwise) == [])
    }
  }

  @Test(
    arguments: ["v2.0", "v2.1"],
    [
      (UserType.student, "Student"), (.teacher, "Teacher"), (.staff, "SchoolAdmin"),
      (.districtAdmin, "DistrictAdmin"),
    ])
  func `Records up to v2.1`(version: String, kind: (UserType, String)) async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(kind.0).token
      let me = try await sandbox.get("/\(version)/me", token: token)
      let links = try #require(try me.object()["links"] as? [[String: String]])
      let own = try #require(links.first { $0["rel"] == "canonical" }?["uri"])
      let record = try await sandbox.get(own, token: token)
      #expect(try check(record.object(), as: kind.1, version) == [])
    }
  }

  @Test(arguments: ["v2.0", "v2.1", "v3.0", "v3.1"])
  func `Districts`(version: String) async throws {
    try await TestSandbox.run { sandbox in
      let district = try await sandbox.get(
        "/\(version)/districts/\(sandbox.told.district)", token: sandbox.told.districtToken)
      #expect(try check(district.object(), as: "District", version) == [])
    }
  }

  @Test(
    arguments: ["v2.0", "v2.1", "v3.0", "v3.1"],
    [("schools", "School"), ("sections", "Section"), ("courses", "Course"), ("terms", "Term")])
  func `Records of lists`(version: String, kind: (String, String)) async throws {
    try await TestSandbox.run { sandbox in
      let own = try #require(try await sandbox.read("/\(version)/\(kind.0)").uris.first)
      let record = try await sandbox.get(own, token: sandbox.told.districtToken)
      #expect(try check(record.object(), as: kind.1, version) == [])
    }
  }

  @Test(arguments: [
    ("v2.0/contacts", "Contact"), ("v2.1/contacts", "Contact"), ("v3.0/users?role=contact", "User"),
    ("v3.1/users?role=contact", "User"),
  ])
  func `Contacts`(list: String, definition: String) async throws {
    try await TestSandbox.run { sandbox in
      let own = try #require(try await sandbox.read("/\(list)").uris.first)
      let record = try await sandbox.get(own, token: sandbox.told.districtToken)
      let faults = try check(record.object(), as: definition, String(list.prefix(4)))
      #expect(faults == [])
    }
  }

  @Test func `The reader finds what is missing and what was not declared`() throws {
    let file = SwaggerFile(try Samples.text("swagger/v2.0.yml"))
    let teacher: [String: Any] = ["name": ["first": "A", "nick": "B"], "colour": "red"]
    let faults = file.faults(of: teacher, as: "Teacher")
    #expect(faults.contains("Teacher lacks sis_id"))
    #expect(faults.contains("Teacher does not know colour"))
    #expect(faults.contains("Name does not know nick"))
    #expect(!faults.contains("Teacher lacks email"))
  }

  private func check(
    _ answer: [String: Any], as definition: String, _ version: String
  ) throws -> Set<String> {
    let file = SwaggerFile(try Samples.text("swagger/\(version).yml"))
    #expect(file.definitions[definition] != nil)
    return file.faults(
      of: try #require(answer["data"] as? [String: Any]), as: definition)
  }
}
