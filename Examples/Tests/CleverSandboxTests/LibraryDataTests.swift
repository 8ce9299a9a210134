import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// What a teacher reads who shares her classes herself.
@Suite struct LibraryDataTests {
  @Test func `A teacher reads her sections and their students, in a few fields and without pages`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher, .teacher)
      let path = "/v3.0/users/\(teacher.id)/sections"
      let sections = try await sandbox.read(
        "\(path)?limit=1&starting_after=f", token: teacher.token)
      #expect(sections.ids.count == 12)
      #expect(sections.links == ["self": "\(path)?limit=1&starting_after=f"])
      let section = try first(try await sandbox.get(path, token: teacher.token))
      #expect(
        Set(section.keys) == [
          "id", "name", "section_number", "teachers", "students", "subject", "grade",
        ])
      let students = "/v3.0/sections/\(sections.ids[0])/users?role=student"
      let student = try first(try await sandbox.get(students, token: teacher.token))
      #expect(Set(student.keys) == ["id", "name", "roles"])
      #expect((student["name"] as? [String: String])?["last"]?.count == 2)
    }
  }

  @Test(arguments: ["v2.0", "v2.1"])
  func `Up to v2.1 the addresses are those of teachers and students`(version: String) async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher, .teacher)
      let me = try await sandbox.get("/\(version)/me", token: teacher.token)
      let links = try #require(try me.object()["links"] as? [[String: String]])
      let own = try #require(links.first { $0["rel"] == "canonical" }?["uri"])
      let sections = try await sandbox.read("\(own)/sections", token: teacher.token)
      #expect(sections.ids.count == 12)
      let students = "/\(version)/sections/\(sections.ids[0])/students"
      let student = try first(try await sandbox.get(students, token: teacher.token))
      #expect(Set(student.keys) == ["id", "name", "grade"])
    }
  }

  @Test func `The sections of others, and lists of all, are no paths for her`() async throws {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher, .teacher)
      let other = try await sandbox.libraryUser("teacher2")
      let shared = try await sandbox.token(for: teacher.id)
      for path in ["users/\(other)/sections", "sections", "users", "users/\(teacher.id)/schools"] {
        let answer = try await sandbox.get("/v3.0/\(path)", token: shared)
        #expect(answer.status == 404)
        #expect(answer.text.contains("Cannot GET"))
      }
    }
  }

  @Test func `A teacher of a connected district reads no sections with her own token`() async throws
  {
    try await TestSandbox.run { sandbox in
      let teacher = try sandbox.user(.teacher)
      let path = "/v3.0/users/\(teacher.id)/sections"
      #expect(try await sandbox.get(path, token: teacher.token).status == 404)
      #expect(try await sandbox.get(path, token: sandbox.told.districtToken).status == 200)
    }
  }

  private func first(_ answer: HTTPResponse) throws -> [String: Any] {
    let items = try #require(try answer.object()["data"] as? [[String: Any]])
    return try #require(items.first?["data"] as? [String: Any])
  }
}
