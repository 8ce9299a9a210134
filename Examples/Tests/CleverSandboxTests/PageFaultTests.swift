import CleverSandbox
import ProvisioningHTTP
import SandboxTesting
import Testing

/// Lists whose pages are not what they should be. Each fault concerns the second page.
@Suite struct PageFaultTests {
  @Test(arguments: [
    ("loop", "/v3.0/sections?limit=50&starting_after="), ("back", "/v3.0/sections"),
    ("elsewhere", "https://elsewhere.example.org/v3.0/sections?limit=50&starting_after="),
  ])
  func `A page leads to itself, to the first or to another host`(
    kind: String, next: String
  ) async throws {
    try await TestSandbox.run { sandbox in
      let (path, usual) = try await second(sandbox)
      try await sandbox.fail(["path": "/v3.0/sections", "kind": .string(kind)])
      let page = try await sandbox.read(path)
      #expect(page.ids == usual.ids)
      let link = try #require(page.links["next"])
      #expect(kind == "back" ? link == next : link.hasPrefix(next))
      #expect(kind != "loop" || link == path)
    }
  }

  @Test func `A page has no link to the next, as if it were the last`() async throws {
    try await TestSandbox.run { sandbox in
      let (path, usual) = try await second(sandbox)
      try await sandbox.fail(["path": "/v3.0/sections", "kind": "last"])
      let page = try await sandbox.read(path)
      #expect(page.ids == usual.ids)
      #expect(page.links["next"] == nil)
    }
  }

  @Test func `A page comes twice, or does not come`() async throws {
    try await TestSandbox.run { sandbox in
      let all = try await sandbox.pages("/v3.0/sections?limit=50")
      try await sandbox.fail(
        ["path": "/v3.0/sections", "kind": "repeat", "after": 1, "times": 1])
      #expect(
        try await sandbox.pages("/v3.0/sections?limit=50") == [all[0], all[0], all[2], all[3]])
      try await sandbox.fail(["path": "/v3.0/sections", "kind": "skip", "after": 1, "times": 1])
      #expect(try await sandbox.pages("/v3.0/sections?limit=50") == [all[0], all[2], all[3]])
    }
  }

  @Test func `A record is missing in its page, comes on the next, or on both`() async throws {
    try await TestSandbox.run { sandbox in
      let all = try await sandbox.pages("/v3.0/sections?limit=50")
      let without: JSON = ["path": "/v3.0/sections", "kind": "without", "after": 1, "times": 1]
      let again: JSON = ["path": "/v3.0/sections", "kind": "again", "after": 1, "times": 1]
      try await sandbox.fail(without)
      var read = try await sandbox.pages("/v3.0/sections?limit=50")
      #expect(read[1] == all[1].dropLast())
      #expect(read[2] == all[2])
      try await sandbox.fail(without)
      try await sandbox.fail(again)
      read = try await sandbox.pages("/v3.0/sections?limit=50")
      #expect(read[1] == all[1].dropLast())
      #expect(read[2] == [all[1][49]] + all[2])
      try await sandbox.fail(again)
      #expect(try await sandbox.pages("/v3.0/sections?limit=50")[1] == [all[0][49]] + all[1])
    }
  }

  @Test func `A record has a number where text belongs`() async throws {
    try await TestSandbox.run { sandbox in
      let (path, usual) = try await second(sandbox)
      try await sandbox.fail(
        ["path": "/v3.0/sections", "kind": "poison", "field": "name", "times": 1])
      try await sandbox.fail(["path": "/v3.0/sections", "kind": "poison"])
      let named = try await sandbox.get(path, token: sandbox.told.districtToken)
      #expect(named.text.contains(#""name":7"#))
      #expect(try await sandbox.read(path).ids == Array(usual.ids.dropFirst()))
    }
  }

  @Test(arguments: [
    ("v3.0/sections", "lack", "id", "", ""),
    ("v3.0/sections", "poison", "students", "null", #""students":null"#),
    ("v3.0/users", "poison", "name.first", "[7]", #""first":[7]"#),
    ("v2.1/students", "lack", "name.last", "", ""),
  ])
  func `A record lacks a field, or has another value in it, at any depth`(
    list: String, kind: String, field: String, value: String, text: String
  ) async throws {
    try await TestSandbox.run { sandbox in
      let more = value.isEmpty ? "" : #", "value": \#(value)"#
      let fault = #"{"path": "/\#(list)", "kind": "\#(kind)", "field": "\#(field)"\#(more)}"#
      #expect(try await sandbox.post("/sandbox/faults", fault).status == 200)
      let page = try await sandbox.get("/\(list)?limit=2", token: sandbox.told.districtToken)
      let items = try #require(try page.object()["data"] as? [[String: Any]])
      let fields = try items.map { item in
        try member(field.split(separator: ".").map(String.init), of: item["data"])
      }
      #expect(kind == "lack" ? fields[0] == nil : page.text.contains(text))
      #expect(fields[1] != nil)
    }
  }

  @Test func `A token is refused from one page on`() async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.fail(
        ["path": "/v3.0/sections", "kind": "status", "status": 401, "after": 2])
      let token = sandbox.told.districtToken
      var statuses: [Int] = []
      for _ in 1...4 {
        statuses.append(try await sandbox.get("/v3.0/sections", token: token).status)
      }
      #expect(statuses == [200, 200, 401, 401])
    }
  }

  private func member(_ path: [String], of object: Any?) throws -> Any? {
    try path.reduce(object) { object, name in try #require(object as? [String: Any])[name] }
  }

  private func second(_ sandbox: TestSandbox) async throws -> (String, ReadPage) {
    let path = try #require(try await sandbox.read("/v3.0/sections?limit=50").links["next"])
    return (path, try await sandbox.read(path))
  }
}
