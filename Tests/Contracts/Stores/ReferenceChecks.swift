import Provisioning
import Testing

/// No row hangs in the air: what it hangs on is there, before and after every commit.
enum ReferenceChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A link needs its account", on: links),
    .init("An enrollment needs its section and its link", on: enrollments),
    .init("What others hang on cannot be removed", on: removals),
    .init("An account that stays follows a link that is there", on: primaries),
    .init("Keys of different providers are different keys", on: providers),
  ]

  private static func links(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    try await bench.expectConflict("a new link to no account") {
      $0.create(link: "clever:new", Rows.link(to: "a-nobody"))
    }
    let link = try await bench.link("clever:bob")
    try await bench.expectConflict("a link moved to no account") {
      $0.change(link, to: Rows.link(to: "a-nobody"))
    }
    let dee = try await bench.account("a-dee")
    try await bench.expectConflict("a link moved to an account that goes") { changes in
      changes.change(dee, to: nil)
      changes.change(link, to: Rows.link(to: "a-dee"))
    }
  }

  private static func enrollments(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    try await bench.expectConflict("an enrollment in no section") {
      $0.create(enrollment: "clever:none", "clever:bob")
    }
    try await bench.expectConflict("an enrollment by no link") {
      $0.create(enrollment: "clever:alg", "clever:none")
    }
    let bob = try await bench.link("clever:bob")
    let ended = try await bench.assertion("clever:bio", "clever:bob")
    try await bench.expectConflict("an enrollment by a link that goes") { changes in
      changes.change(bob, to: nil)
      changes.change(ended, to: nil)
      changes.create(enrollment: "clever:alg", "clever:bob")
    }
    let section = try await bench.section("clever:bio")
    try await bench.expectConflict("an enrollment in a section that goes") { changes in
      changes.change(section, to: nil)
      changes.change(ended, to: Rows.member())
    }
  }

  private static func removals(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let bob = try await bench.account("a-bob")
    try await bench.expectConflict("an account with a link") { $0.change(bob, to: nil) }
    let link = try await bench.link("clever:bob")
    try await bench.expectConflict("a link with an ended enrollment") { $0.change(link, to: nil) }
    let bio = try await bench.section("clever:bio")
    try await bench.expectConflict("a section with an ended enrollment") {
      $0.change(bio, to: nil)
    }
    let ada = try await bench.account("a-ada")
    let adas = try await bench.link("clever:ada2")
    let assertion = try await bench.assertion("clever:alg", "clever:ada2")
    try await bench.expectConflict("an account of whose links one goes") { changes in
      changes.change(assertion, to: nil)
      changes.change(adas, to: nil)
      changes.change(ada, to: nil)
    }
  }

  private static func primaries(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let ended = try await bench.assertion("clever:bio", "clever:bob")
    try await bench.commit("e-left") { $0.change(ended, to: nil) }
    let (bob, link) = (try await bench.account("a-bob"), try await bench.link("clever:bob"))
    try await bench.expectConflict("a link that its account follows") { $0.change(link, to: nil) }
    try await bench.expectConflict("an account that follows no link that is there") {
      $0.create(account: "a-new", Rows.account(primary: "clever:none"))
    }
    try await bench.expectConflict("an account that comes to follow no link that is there") {
      $0.change(bob, to: Rows.account(primary: "clever:none"))
    }
    let dee = try await bench.account("a-dee")
    try await bench.commit("e-follows") { changes in
      changes.change(dee, to: Rows.account(primary: "clever:bob"))
    }
    try await bench.expectConflict("a link that an account follows which the plan leaves out") {
      $0.change(link, to: nil)
      $0.change(bob, to: Rows.account())
    }
    let follower = try await bench.account("a-dee")
    try await bench.commit("e-unlinked") { changes in
      changes.change(link, to: nil)
      changes.change(bob, to: Rows.account())
      changes.change(follower, to: Rows.account())
    }
    #expect(try await bench.account("a-bob").profile == Profile())
  }

  private static func providers(_ bench: Bench) async throws {
    try await bench.commit("e-two") { changes in
      changes.create(account: "a-1")
      changes.create(account: "a-2")
      changes.create(section: "ab:c")
      changes.create(link: "ab:c", Rows.link(to: "a-1"))
      changes.create(link: "ab:C", Rows.link(to: "a-2"))
      changes.create(link: "a:b:c", Rows.link(to: "a-2"))
      changes.create(enrollment: "ab:c", "a:b:c")
    }
    #expect(try await bench.link("ab:c").state.account == .named("a-1"))
    #expect(try await bench.link("ab:C").state.account == .named("a-2"))
    #expect(try await bench.link("a:b:c").key.provider == .named("a"))
    #expect(try await bench.store.link(.named("a:b")) == nil)
    let by = try await bench.store.assertions(by: [.named("ab:c")])
    #expect(by.isEmpty, "a section's key is no person's key")
  }
}
