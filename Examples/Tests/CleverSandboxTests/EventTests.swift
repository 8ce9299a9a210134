import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// `/events`.
@Suite struct EventTests {
  @Test func `Up to v2.1 events are of each kind that a person is, and after of users`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let users = try await sandbox.get(
        "/sandbox/users?role=staff&district=\(sandbox.told.district)")
      let people = try #require(try users.object()["data"] as? [[String: Any]])
      let several = try #require(
        people.first { $0["roles"] as? [String] == ["teacher", "staff"] }?["id"] as? String)
      let fields: JSON = ["kind": "teachers", "fields": ["title"]]
      try await sandbox.change("hide", sandbox.told.district, fields)
      let hidden = try await sandbox.events("?limit=1000", version: "v2.1")
      #expect(Set(hidden.map { $0["type"] as? String }) == ["teachers.updated"])
      try await sandbox.advance(31 * 24 * 3600)
      try await sandbox.change("remove", several)
      let kinds = { (version: String) in
        try await sandbox.events(version: version).compactMap { $0["type"] as? String }
          .filter { !$0.hasPrefix("sections") }
      }
      #expect(try await kinds("v2.0") == ["teachers.deleted", "schooladmins.deleted"])
      #expect(try await kinds("v3.1") == ["users.deleted"])
    }
  }

  @Test func `Events come in pages, ascending, by kind and by school`() async throws {
    try await TestSandbox.run { sandbox in
      let sections = try await sandbox.read("/v3.0/sections?limit=3").ids
      try await sandbox.rename(sections)
      #expect(try await sandbox.read("/v3.0/events?record_type=terms").ids.isEmpty)
      let page = try await sandbox.read("/v3.0/events?limit=2")
      let rest = try await sandbox.read(try #require(page.links["next"]))
      #expect((page.ids + rest.ids) == (page.ids + rest.ids).sorted())
      #expect(rest.ids.count == 1)
      #expect(try await sandbox.read(try #require(rest.links["prev"])).ids == page.ids)
      #expect(try await sandbox.read("/v3.0/events").links["self"] == "/v3.0/events?")
      let school = try #require(
        try await sandbox.data("/v3.0/sections/\(sections[0])")["school"] as? String)
      #expect(try await sandbox.events("?school=\(school)&record_type=sections").count == 3)
      #expect(try await sandbox.events("?school=none").isEmpty)
      let own = try await sandbox.data("/v3.0/events/\(page.ids[0])")
      #expect(own["type"] as? String == "sections.updated")
    }
  }

  @Test func `Events are told for thirty days`() async throws {
    try await TestSandbox.run { sandbox in
      try await sandbox.rename(try await sandbox.read("/v3.0/sections?limit=1").ids)
      let id = try #require(try await sandbox.read("/v3.0/events").ids.first)
      try await sandbox.advance(30 * 24 * 3600)
      #expect(try await sandbox.events("?starting_after=\(id)").isEmpty)
      #expect(try await sandbox.events().count == 1)
      try await sandbox.advance(1)
      #expect(try await sandbox.events().isEmpty)
      let lost = "/v3.0/events?starting_after=\(id)"
      #expect(try await sandbox.get(lost, token: sandbox.told.districtToken).status == 400)
    }
  }

  @Test(arguments: ["starting_after", "ending_before"])
  func `After an event that nobody knows come none, but an error`(cursor: String) async throws {
    try await TestSandbox.run { sandbox in
      let path = "/v3.0/events?\(cursor)=000000000000000000000000"
      let answer = try await sandbox.get(path, token: sandbox.told.districtToken)
      #expect(answer.status == 400)
    }
  }

  @Test func `IDs ascend also where the clock goes back`() async throws {
    try await TestSandbox.run { sandbox in
      let sections = try await sandbox.read("/v3.0/sections?limit=2").ids
      try await sandbox.rename([sections[0]])
      try await sandbox.advance(-3600)
      try await sandbox.rename([sections[1]])
      let events = try await sandbox.events().compactMap { $0["data"] as? [String: Any] }
      let renamed = events.compactMap { ($0["object"] as? [String: Any])?["id"] as? String }
      #expect(renamed == sections)
      let ids = try await sandbox.read("/v3.0/events").ids
      #expect(ids == ids.sorted() && ids.count == 2)
    }
  }

  @Test func `An app is told of events from when it asks for them`() async throws {
    try await TestSandbox.run { sandbox in
      let sections = try await sandbox.read("/v3.0/sections?limit=3").ids
      try await sandbox.rename([sections[0]])
      #expect(try await sandbox.events().count == 1)
      try await sandbox.setApp(["events": false])
      try await sandbox.rename([sections[1]])
      #expect(try await sandbox.events().isEmpty)
      try await sandbox.setApp(["events": true])
      #expect(try await sandbox.events().isEmpty)
      try await sandbox.rename([sections[2]])
      #expect(try await sandbox.events().count == 1)
    }
  }

  @Test func `Events are for districts' tokens with Secure Sync`() async throws {
    try await TestSandbox.run { sandbox in
      let token = try sandbox.user(.teacher).token
      #expect(try await sandbox.get("/v3.0/events", token: token).status == 404)
      try await sandbox.setApp(["secure_sync": false])
      let own = sandbox.told.districtToken
      #expect(try await sandbox.get("/v3.0/events", token: own).status == 404)
    }
  }
}

extension TestSandbox {
  fileprivate func rename(_ sections: [String]) async throws {
    for id in sections {
      try await change("set", id, ["values": ["name": .string("A \(id)")]])
    }
  }
}
