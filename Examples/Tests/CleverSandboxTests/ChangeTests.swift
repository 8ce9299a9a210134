import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

@testable import CleverSandbox

/// Data that become different while the sandbox runs.
@Suite struct ChangeTests {
  @Test
  func `A record has its new values, the moment of the change, and an event with the old ones`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let id = try #require(try await sandbox.read("/v3.0/sections?limit=1").ids.first)
      let old = try await sandbox.data("/v3.0/sections/\(id)")
      try await sandbox.change("set", id, ["values": ["name": "Choir"]])
      let new = try await sandbox.data("/v3.0/sections/\(id)")
      #expect(new["name"] as? String == "Choir")
      #expect(new["last_modified"] as? String == "2026-09-21T14:13:20.000Z")

      let event = try #require(try await sandbox.events().last)
      #expect(event["type"] as? String == "sections.updated")
      let data = try #require(event["data"] as? [String: Any])
      let previous = try #require(data["previous_attributes"] as? [String: String])
      #expect(previous == ["name": try #require(old["name"] as? String)])
      #expect((data["object"] as? [String: Any])?["name"] as? String == "Choir")
    }
  }

  @Test(arguments: [
    ("/v2.1/students", ["first_name": "Zoë", "grade": "9", "email": "z@example.org"]),
    ("/v2.1/teachers", ["last_name": "Ny", "sis_id": "T-1", "username": "ny"]),
    ("/v2.1/terms", ["name": "Fall", "end_date": "2026-01-31"]),
    ("/v2.1/courses", ["name": "Chess", "number": "C1"]),
    ("/v2.1/schools", ["name": "Oak Hill"]),
    ("/v2.1/contacts", ["name": "Kim Fenholt"]),
    ("/v2.1/sections", ["sis_id": "S-1", "subject": "math", "period": "7", "term_id": ""]),
  ])
  func `Records of each kind can be set, by each of their IDs`(
    list: String, values: [String: String]
  ) async throws {
    try await TestSandbox.run { sandbox in
      let uri = try #require(try await sandbox.read("\(list)?limit=1").uris.first)
      let id = String(try #require(uri.split(separator: "/").last))
      let set = JSON.object(values.mapValues(JSON.string))
      try await sandbox.change("set", id, ["values": set])
      let text = try await sandbox.get(uri, token: sandbox.told.districtToken).text
      for (name, value) in values where !value.isEmpty {
        #expect(text.contains("\"\(value)\""), "\(name)")
      }
      #expect(values["term_id"] == nil || !text.contains("term_id"))
    }
  }

  @Test func `Students and teachers come into a section and go`() async throws {
    try await TestSandbox.run { sandbox in
      let section = try #require(try await sandbox.read("/v3.0/sections?limit=1").ids.first)
      let members = { (role: String) in
        try await sandbox.read("/v3.0/sections/\(section)/users?role=\(role)&limit=1000").ids
      }
      for role in ["student", "teacher"] {
        let before = try await members(role)
        let all = try await sandbox.read("/v3.0/users?limit=1000&role=\(role)").ids
        let other = try #require(all.first { !before.contains($0) })
        try await sandbox.change("join", section, ["users": [.string(other)]])
        #expect(try await Set(members(role)) == Set(before + [other]))
        #expect(try await sandbox.read("/v3.0/users/\(other)/sections").ids.contains(section))
        try await sandbox.change("leave", section, ["users": [.string(other)]])
        #expect(try await members(role) == before)
        #expect(try await !sandbox.read("/v3.0/users/\(other)/sections").ids.contains(section))
      }
    }
  }

  @Test func `Who is removed is in no list and no section, signs in no more, and comes back`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student)
      let own = "/v3.0/users/\(student.id)"
      let section = try #require(try await sandbox.read("\(own)/sections").ids.first)
      let students = { try await sandbox.data("/v3.0/sections/\(section)")["students"] }
      let before = try #require(try await students() as? [String])
      try await sandbox.change("remove", student.id)
      #expect(try await students() as? [String] == before.filter { $0 != student.id })
      let all = try await sandbox.read("/v3.0/users?role=student&limit=1000").ids
      #expect(!all.contains(student.id))
      #expect(try await sandbox.get(own, token: sandbox.told.districtToken).status == 404)
      #expect(try await sandbox.get("/v3.0/me", token: student.token).status == 401)
      let types = try await sandbox.events().map { $0["type"] as? String }
      #expect(types.first == "users.deleted")
      #expect(types.dropFirst().allSatisfy { $0 == "sections.updated" } && types.count > 1)

      try await sandbox.change("restore", student.id)
      #expect(try await students() as? [String] == before)
      #expect(try await sandbox.get("/v3.0/me", token: student.token).status == 200)
      #expect(try await sandbox.events().contains { $0["type"] as? String == "users.created" })
    }
  }

  @Test func `A section is added, removed and restored`() async throws {
    try await TestSandbox.run { sandbox in
      let (teacher, student) = (try sandbox.user(.teacher).id, try sandbox.user(.student).id)
      let id = try await sandbox.change(
        "add", sandbox.told.district,
        [
          "kind": "sections",
          "values": [
            "name": "Chess", "teachers": [.string(teacher)], "students": [.string(student)],
          ],
        ])
      let path = "/v2.1/sections/\(id)"
      let section = try await sandbox.data(path)
      #expect(section["students"] as? [String] == [student])
      #expect(section["created"] as? String == "2026-09-21T14:13:20.000Z")
      #expect(try await sandbox.read("/v3.0/users/\(teacher)/sections").ids.contains(id))
      try await sandbox.change("remove", id)
      #expect(try await sandbox.get(path, token: sandbox.told.districtToken).status == 404)
      #expect(try await !sandbox.read("/v3.0/users/\(teacher)/sections").ids.contains(id))
      try await sandbox.change("restore", id)
      #expect(try await sandbox.data(path)["name"] as? String == "Chess")
      #expect(
        try await sandbox.events().map { $0["type"] as? String } == [
          "sections.created", "sections.deleted", "sections.created",
        ])
    }
  }

  @Test(arguments: [("students", "student"), ("teachers", "teacher"), ("school_admins", "staff")])
  func `People are added, and signed in`(kind: String, role: String) async throws {
    try await TestSandbox.run { sandbox in
      let school = try #require(try await sandbox.read("/v3.0/schools").ids.first)
      let id = try await sandbox.change(
        "add", sandbox.told.district,
        [
          "kind": .string(kind),
          "values": ["first_name": "Ada", "schools": [.string(school)], "email": "a@example.org"],
        ])
      #expect(try await sandbox.read("/v3.0/users?role=\(role)&limit=1000").ids.contains(id))
      #expect(try await sandbox.read("/v3.0/schools/\(school)/users?limit=1000").ids.contains(id))
      let token = try await sandbox.token(for: id)
      #expect(try await sandbox.get("/v3.0/users/\(id)", token: token).text.contains("Ada"))
    }
  }

  @Test func `A section's ID is used again for another class`() async throws {
    try await TestSandbox.run { sandbox in
      let page = try await sandbox.read("/v3.0/sections?limit=1")
      let (id, old) = (page.ids[0], try await sandbox.data("/v3.0/sections/\(page.ids[0])"))
      let students = try await sandbox.read("/v3.0/users?role=student&limit=1000").ids
        .filter { ((old["students"] as? [String])?.contains($0)) == false }.prefix(3)
      let course = try #require(
        try await sandbox.read("/v3.0/courses").ids.first { $0 != old["course"] as? String })
      try await sandbox.change(
        "set", id,
        [
          "values": [
            "name": "Other", "course": .string(course),
            "students": .array(students.map(JSON.string)),
          ]
        ])
      let new = try await sandbox.data("/v3.0/sections/\(id)")
      #expect(new["students"] as? [String] == Array(students))
      #expect(new["course"] as? String == course)
      let gone = try #require((old["students"] as? [String])?.first)
      #expect(try await !sandbox.read("/v3.0/users/\(gone)/sections").ids.contains(id))
    }
  }

  @Test func `Fields that are not shared are gone from records, and events tell what they were`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student)
      let read = { try await sandbox.data("/v3.0/users/\(student.id)")["email"] as? String }
      let email = try #require(try await read())
      let fields: JSON = ["kind": "students", "fields": ["email", "dob"]]
      try await sandbox.change("hide", sandbox.told.district, fields)
      for path in ["/v3.0/users/\(student.id)", "/v2.1/students/\(student.id)"] {
        let answer = try await sandbox.get(path, token: sandbox.told.districtToken)
        #expect(!answer.text.contains("\"email\"") && !answer.text.contains("\"dob\""))
      }
      let events = try await sandbox.events("?limit=10000", version: "v2.1")
      #expect(events.count == 500)
      #expect(events.contains { "\($0)".contains(email) })
      try await sandbox.change("show", sandbox.told.district, fields)
      #expect(try await read() == email)
    }
  }

  @Test func `v2.0 leaves out a grade that is not known, and has fewer words for the others`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let student = try sandbox.user(.student).id
      let grade = { (version: String) in
        try await sandbox.data("/\(version)/students/\(student)")["grade"] as? String
      }
      for (value, old) in [("", nil), ("Ungraded", "Other"), ("7", "7")] {
        try await sandbox.change("set", student, ["values": ["grade": .string(value)]])
        #expect(try await grade("v2.1") == value)
        #expect(try await grade("v2.0") == old)
      }
    }
  }

  @Test func `A district has a state, and its data stay as they are while it is paused`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let (district, student) = (sandbox.told.district, try sandbox.user(.student))
      let pause: JSON = [
        "state": "paused", "pause_start": "2026-06-10", "pause_end": "2026-08-15",
      ]
      try await sandbox.change("set", district, ["values": pause])
      let paused = try await sandbox.data("/v3.0/districts/\(district)")
      #expect(paused["state"] as? String == "paused")
      #expect(paused["pause_end"] as? String == "2026-08-15")
      for change in ["remove", "set"] {
        let refused = try await sandbox.refusal(change, student.id, ["values": ["grade": "1"]])
        #expect(refused.contains("paused"))
      }
      #expect(try await sandbox.get("/v3.0/me", token: student.token).status == 200)
      for state in ["pending", "error", "running"] {
        try await sandbox.change("set", district, ["values": ["state": .string(state)]])
        let now = try await sandbox.data("/v3.0/districts/\(district)")["state"]
        #expect(now as? String == state)
      }
      try await sandbox.change("remove", student.id)
    }
  }

  @Test func `What cannot change is refused with a reason, and nothing changes`() async throws {
    try await TestSandbox.run { sandbox in
      let section = try #require(try await sandbox.read("/v3.0/sections?limit=1").ids.first)
      let district = sandbox.told.district
      let cases: [(change: String, id: String, more: JSON, word: String)] = [
        ("set", "none", ["values": ["name": "x"]], "none"), ("set", section, [:], "values"),
        ("set", section, ["values": ["name": "x", "colour": "red"]], "colour"),
        ("set", section, ["values": ["name": "x", "students": ["me"]]], "me"),
        ("set", district, ["values": ["state": "asleep"]], "asleep"),
        ("join", section, ["users": [.string(section)]], section), ("join", section, [:], "users"),
        ("add", district, ["kind": "users"], "kind"), ("restore", section, [:], "removed"),
        ("hide", district, ["kind": "students"], "fields"), ("remove", district, [:], "removed"),
      ]
      for (change, id, more, word) in cases {
        let reason = try await sandbox.refusal(change, id, more)
        #expect(reason.contains(word), "\(change)")
      }
      #expect(try await sandbox.events().isEmpty)
    }
  }
}

extension TestSandbox {
  /// Why data cannot change.
  func refusal(_ change: String, _ id: String, _ more: JSON = [:]) async throws -> String {
    let body = more.adding(["change": .string(change), "id": .string(id)])
    let answer = try await post("/sandbox/changes", body.text)
    #expect(answer.status == 400)
    return answer.text
  }

  /// A record, read with the district's token.
  func data(_ path: String) async throws -> [String: Any] {
    let answer = try await get(path, token: told.districtToken)
    #expect(answer.status == 200)
    return try #require(try answer.object()["data"] as? [String: Any])
  }

  func events(_ query: String = "", version: String = "v3.0") async throws -> [[String: Any]] {
    let answer = try await get("/\(version)/events\(query)", token: told.districtToken)
    #expect(answer.status == 200)
    let items = try #require(try answer.object()["data"] as? [[String: Any]])
    return items.compactMap { $0["data"] as? [String: Any] }
  }
}
