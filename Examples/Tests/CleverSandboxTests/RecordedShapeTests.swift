import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// The sandbox's answers have the shapes of Clever's, as they were recorded in 2023.
@Suite(Samples.areThere) struct RecordedShapeTests {
  @Test func `The exchange of a code`() async throws {
    try await TestSandbox.run { sandbox in
      let code = try await sandbox.code(for: sandbox.user(.teacher).id)
      try await compare(try await sandbox.exchange(code), with: "authentication__sso")
    }
  }

  @Test func `/me after a login`() async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get("/v3.0/me", token: try sandbox.user(.teacher).token)
      try await compare(answer, with: "authentication__sso__1")
      let data = try #require(try answer.object()["data"] as? [String: Any])
      #expect(data["type"] as? String == "teacher")
      #expect(data["authorized_by"] as? String == "district")
    }
  }

  @Test func `/me without links`() async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.setApp(["me": "bare"])
      let answer = try await sandbox.get("/v3.0/me", token: try sandbox.user(.teacher).token)
      try await compare(answer, with: "api__me")
    }
  }

  @Test func `/me whose type is the word user`() async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.setApp(["me": "user"])
      let answer = try await sandbox.get("/v3.0/me", token: try sandbox.user(.student).token)
      let sample = try JSONSerialization.jsonObject(
        with: Samples.data("me-samples/v3.0_user__pennersr_django-allauth.json"))
      #expect(try shape(of: answer.object()) == shape(of: sample))
      #expect((try answer.object()["data"] as? [String: Any])?["type"] as? String == "user")
    }
  }

  @Test func `/me without a version`() async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get("/me", token: try sandbox.user(.student).token)
      let sample = try JSONSerialization.jsonObject(
        with: Samples.data("me-samples/v1.1_student__Clever_clever-oauth-examples.json"))
      #expect(try shape(of: answer.object()) == shape(of: sample))
    }
  }

  @Test func `A teacher's own record`() async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher)
      let answer = try await sandbox.get("/v3.0/users/\(teacher.id)", token: teacher.token)
      try await compare(answer, with: "authentication__sso__2")
    }
  }

  @Test func `A student's record, read with a district's token`() async throws {
    try await TestSandbox.run { sandbox in
      let path = "/v3.0/users/\(try sandbox.user(.student).id)"
      let answer = try await sandbox.get(path, token: sandbox.told.districtToken)
      try await compare(answer, with: "api__user")
    }
  }

  @Test func `The list of districts`() async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get("/v3.0/districts", token: sandbox.told.districtToken)
      try await compare(answer, with: "client__districts")
    }
  }

  @Test(arguments: [
    ("sections", "client__sections"), ("sections?limit=25", "client__sections_with_limit"),
    ("users?role=student", "api__users"), ("users?limit=25&role=student", "api__users_with_limit"),
  ])
  func `The first page of a list`(path: String, recording: String) async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get("/v3.0/\(path)", token: sandbox.told.districtToken)
      try await compare(answer, with: recording)
      try compareLinks(answer, with: recording)
    }
  }

  @Test(arguments: [
    ("sections?limit=50", "client__sections_next__1"),
    ("users?role=student", "api__users_with_starting_after"),
  ])
  func `The second page of a list`(path: String, recording: String) async throws {
    try await TestSandbox.run { sandbox in
      let next = try #require(try await sandbox.read("/v3.0/\(path)").links["next"])
      let answer = try await sandbox.get(next, token: sandbox.told.districtToken)
      try await compare(answer, with: recording)
      try compareLinks(answer, with: recording)
    }
  }

  @Test func `A page of courses`() async throws {
    try await TestSandbox.run { sandbox in
      let next = try #require(try await sandbox.read("/v3.0/courses?limit=3").links["next"])
      let answer = try await sandbox.get(next, token: sandbox.told.districtToken)
      try await compare(answer, with: "api__courses_next__1")
      try compareLinks(answer, with: "api__courses_next__1")
    }
  }

  @Test func `A section with its links`() async throws {
    try await TestSandbox.run { sandbox in
      let own = try #require(try await sandbox.read("/v3.0/sections?limit=1").uris.first)
      let answer = try await sandbox.get(own, token: sandbox.told.districtToken)
      try await compare(answer, with: "client__section")
      try compareLinks(answer, with: "client__section")
    }
  }

  @Test(arguments: ["", "&district="])
  func `District tokens`(filter: String) async throws {
    try await TestSandbox.run { sandbox in
      let district = filter.isEmpty ? "" : filter + sandbox.told.district
      let answer = try await sandbox.get(
        "/oauth/tokens?owner_type=district\(district)", [sandbox.basic])
      try await compare(answer, with: filter.isEmpty ? "api__tokens" : "api__token")
    }
  }

  @Test func `/oauth/tokeninfo`() async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get(
        "/oauth/tokeninfo", token: try sandbox.user(.teacher).token)
      try await compare(answer, with: "api__tokeninfo")
    }
  }

  @Test func `A path that is forbidden`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.districtAdmin).token
      let answer = try await sandbox.get("/v3.0/resources", token: token)
      try await compare(answer, with: "api__resources_district_admin")
    }
  }

  /// The links have the recording's names, in its order.
  private func compareLinks(_ answer: HTTPResponse, with name: String) throws {
    let theirs = try #require(try Samples.recorded(name).json as? [String: Any])
    let names = { (document: [String: Any]) in
      (document["links"] as? [[String: String]])?.map { $0["rel"] }
    }
    #expect(names(try answer.object()) == names(theirs))
  }

  /// Status, header fields and keys are those of the recording.
  private func compare(_ answer: HTTPResponse, with name: String) async throws {
    let recording = try Samples.recorded(name)
    #expect(answer.status == recording.status)
    let fields = ["content-type", "x-ratelimit-bucket", "x-ratelimit-limit"]
    for field in fields { #expect(answer[field] == recording.headers[field]) }
    for field in ["x-ratelimit-remaining", "x-ratelimit-reset"] {
      #expect((answer[field] == nil) == (recording.headers[field] == nil))
    }
    if let text = recording.text {
      #expect(answer.text == text)
    } else {
      let (own, theirs) = (try shape(of: answer.object()), shape(of: recording.json))
      #expect(own.subtracting(theirs) == [], "the sandbox has what Clever has not")
      #expect(theirs.subtracting(own) == [], "Clever has what the sandbox has not")
    }
  }
}
