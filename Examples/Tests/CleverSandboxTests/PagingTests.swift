import CleverSandbox
import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

/// Lists, page by page.
@Suite struct PagingTests {
  @Test(arguments: ["v2.1/students", "v3.0/users?role=student", "v3.1/sections", "v2.0/contacts"])
  func `Links lead through each list once, in ascending order`(list: String) async throws {
    try await TestSandbox.run { sandbox in
      let all = try await sandbox.pages("/\(list)\(list.contains("?") ? "&" : "?")limit=10000")
      #expect(all.count == 1)
      #expect(all[0].count > 150)
      #expect(all[0] == all[0].sorted())
      let pages = try await sandbox.pages("/\(list)")
      #expect(pages.flatMap(\.self) == all[0])
      #expect(pages.dropLast().allSatisfy { $0.count == 100 })
    }
  }

  @Test func `Links repeat the limit and name the record at the page's edge, and lead back`()
    async throws
  {
    try await TestSandbox.run { sandbox in
      let first = try await sandbox.read("/v3.0/sections?limit=25")
      let next = "/v3.0/sections?limit=25&starting_after=\(first.ids[24])"
      #expect(first.links == ["self": "/v3.0/sections?limit=25", "next": next])
      let second = try await sandbox.read(next)
      let back = "/v3.0/sections?limit=25&ending_before=\(second.ids[0])"
      #expect(second.links["prev"] == back)
      #expect(try await sandbox.read(back).ids == first.ids)
    }
  }

  @Test(arguments: [("10000", 200), ("10001", 413), ("0", 400), ("x", 400)])
  func `A page has 10,000 records at most`(limit: String, status: Int) async throws {
    try await TestSandbox.run { sandbox in
      let answer = try await sandbox.get(
        "/v3.0/users?limit=\(limit)", token: sandbox.told.districtToken)
      #expect(answer.status == status)
    }
  }

  @Test func `The number of all records comes with a page that asks for it`() async throws {
    try await TestSandbox.run { sandbox in
      let token = sandbox.told.districtToken
      let page = try await sandbox.get("/v2.1/sections?limit=1&count=true", token: token)
      #expect(try page.object()["count"] as? Int == 200)
      let other = try await sandbox.get("/v2.1/sections?count=5", token: token)
      #expect(try other.object()["count"] == nil)
    }
  }

  @Test func `Users are all people and contacts, or those of a role`() async throws {
    try await TestSandbox.run { sandbox in
      let all = try await sandbox.pages("/v3.0/users?limit=10000")[0]
      var byRole: Set<String> = []
      for role in ["student", "teacher", "staff", "district_admin", "contact"] {
        let ids = try await sandbox.pages("/v3.0/users?role=\(role)&limit=10000")[0]
        #expect(!ids.isEmpty && ids.count < all.count)
        byRole.formUnion(ids)
      }
      #expect(byRole == Set(all))
      let answer = try await sandbox.get(
        "/v3.0/users?role=wizard", token: sandbox.told.districtToken)
      #expect(answer.status == 400)
    }
  }

  @Test(arguments: [
    ("v3.0/sections", "/v3.0/", ["users", "users?role=student", "school", "term", "course"]),
    ("v2.1/sections", "/v2.1/", ["students", "teachers", "teacher", "school", "term", "district"]),
    ("v3.0/users?role=teacher", "/v3.0/", ["sections", "schools", "myStudents"]),
    ("v3.0/users?role=student", "/v3.0/", ["mycontacts", "myteachers", "sections"]),
    ("v2.0/teachers", "/v2.0/", ["sections", "students", "school"]),
    ("v2.0/students", "/v2.0/", ["contacts", "teachers", "sections", "district"]),
    ("v2.1/schools", "/v2.1/", ["sections", "students", "teachers"]),
    ("v3.1/schools", "/v3.1/", ["courses", "terms", "users", "sections"]),
    ("v2.0/terms", "/v2.0/", ["sections", "district"]),
    ("v3.1/courses", "/v3.1/", ["schools", "sections"]),
  ])
  func `What belongs to a record is below it, and each address leads to a record`(
    list: String, prefix: String, names: [String]
  ) async throws {
    try await TestSandbox.run { sandbox in
      let token = sandbox.told.districtToken
      let own = try #require(try await sandbox.read("/\(list)").uris.first)
      for name in names {
        let answer = try await sandbox.get("\(own)/\(name)", token: token)
        #expect(answer.status == 200, "\(name)")
        let data = try answer.object()["data"]
        guard let items = data as? [[String: Any]] else {
          #expect((data as? [String: Any])?["id"] is String)
          continue
        }
        let uri = try #require(items.first?["uri"] as? String, "\(name) is empty")
        #expect(uri.hasPrefix(prefix))
        #expect(try await sandbox.get(uri, token: token).status == 200)
      }
    }
  }
}

/// One page of a list.
struct ReadPage {
  let ids: [String]
  let uris: [String]
  let links: [String: String]
}

extension TestSandbox {
  /// Reads a page with the district's token.
  func read(_ path: String, token: String? = nil) async throws -> ReadPage {
    let answer = try await get(path, token: token ?? told.districtToken)
    #expect(answer.status == 200)
    let object = try answer.object()
    let items = try #require(object["data"] as? [[String: Any]])
    let links = try #require(object["links"] as? [[String: String]])
    return ReadPage(
      ids: items.compactMap { ($0["data"] as? [String: Any])?["id"] as? String },
      uris: items.compactMap { $0["uri"] as? String },
      links: Dictionary(links.map { ($0["rel"] ?? "", $0["uri"] ?? "") }) { first, _ in first })
  }

  /// The IDs of all pages, following the links, of ten pages at most.
  func pages(_ path: String) async throws -> [[String]] {
    var (pages, next) = ([[String]](), Optional(path))
    while let path = next, pages.count < 10 {
      let page = try await read(path)
      pages.append(page.ids)
      next = page.links["next"]
    }
    return pages
  }
}
