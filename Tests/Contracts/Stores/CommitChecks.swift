import Provisioning
import Testing

/// A commit is applied whole or not at all, once, and stamps the rows that it wrote.
enum CommitChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A commit with one bad part leaves nothing of its good parts", on: allOrNothing),
    .init("A commit's rows carry its revision, others keep theirs", on: revisions),
    .init("One commit writes rows that hang on each other", on: writesTogether),
    .init("One commit removes rows that hang on each other", on: removesTogether),
    .init("One commit moves a link and removes the account that it led to", on: movesAndRemoves),
    .init("Committing an entry again returns the entry and changes nothing", on: again),
  ]

  private static func allOrNothing(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    try await bench.store.write([
      .put(Record.Key(.ticket, "t-1"), value: "1", expires: nil, replacing: 0)
    ])
    let (ada, alg) = (try await bench.account("a-ada"), try await bench.section("clever:alg"))
    let stale = Revision(ada.revision.number + 1_000)
    let bad: [(part: String, add: (inout ChangeSet) -> Void)] = [
      ("an account", { $0.change(ada, to: Rows.account(), at: stale) }),
      ("a section", { $0.change(alg, to: nil, at: stale) }),
      ("a link", { $0.create(link: "clever:ada", Rows.link(to: "a-dee")) }),
      ("an enrollment", { $0.create(enrollment: "clever:alg", "clever:ada") }),
      ("a missing account", { $0.create(link: "clever:x", Rows.link(to: "a-nobody")) }),
      ("an expectation", { $0.expectations.append(.account(.named("a-ada"), nil)) }),
      (
        "a record",
        { $0.records.append(.take(Record.Key(.ticket, "t-1"), version: 7)) }
      ),
    ]
    for (part, add) in bad {
      try await bench.expectConflict("a commit with \(part) that does not hold") { changes in
        changes.create(account: "a-new")
        changes.create(section: "clever:new")
        changes.create(link: "clever:new", Rows.link(to: "a-new"))
        changes.create(enrollment: "clever:new", "clever:new")
        changes.records.append(
          .put(Record.Key(.ticket, "t-2"), value: "2", expires: nil, replacing: 0))
        add(&changes)
      }
    }
  }

  private static func revisions(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let first = try #require(try await bench.store.entry(.id(.named("e-school"))))
    #expect(first.revision.number >= 1)
    #expect(first.changes == 19)
    let dee = try await bench.account("a-dee")
    let link = try await bench.link("clever:bob")
    let section = try await bench.section("feed:alg")
    let assertion = try await bench.assertion("feed:alg", "feed:ada")
    let second = try await bench.commit("e-second") { changes in
      changes.change(dee, to: Rows.account())
      changes.change(link, to: Rows.link(to: "a-bob"))
      changes.change(section, to: Rows.section("Geometry"))
      changes.change(assertion, to: Rows.member(.student, .ended))
    }
    #expect(second.revision > first.revision)
    #expect(second.changes == 4)
    let written = [
      try await bench.account("a-dee").revision, try await bench.link("clever:bob").revision,
      try await bench.section("feed:alg").revision,
      try await bench.assertion("feed:alg", "feed:ada").revision,
    ]
    #expect(written.allSatisfy { $0 == second.revision })
    let kept = [
      try await bench.account("a-bob").revision, try await bench.link("clever:ada").revision,
      try await bench.section("clever:alg").revision,
      try await bench.assertion("clever:alg", "clever:ada").revision,
    ]
    #expect(kept.allSatisfy { $0 == first.revision })
  }

  private static func writesTogether(_ bench: Bench) async throws {
    try await bench.commit("e-all") { changes in
      changes.create(enrollment: "clever:alg", "clever:ada")
      changes.create(link: "clever:ada", Rows.link(to: "a-ada"))
      changes.create(section: "clever:alg")
      changes.create(account: "a-ada", Rows.account(primary: "clever:ada"))
    }
    let roster = try await bench.store.roster(of: .named("clever:alg"))
    #expect(roster.map(\.account) == [.named("a-ada")])
  }

  private static func removesTogether(_ bench: Bench) async throws {
    try await writesTogether(bench)
    let account = try await bench.account("a-ada")
    let link = try await bench.link("clever:ada")
    let section = try await bench.section("clever:alg")
    let assertion = try await bench.assertion("clever:alg", "clever:ada")
    try await bench.commit("e-none") { changes in
      changes.change(account, to: nil)
      changes.change(section, to: nil)
      changes.change(link, to: nil)
      changes.change(assertion, to: nil)
    }
    #expect(try await Snapshot(of: bench.store).exactText == "")
    #expect(try await bench.store.assertions(by: [.named("clever:ada")]).isEmpty)
    #expect(try await bench.store.links(of: [.named("a-ada")]).isEmpty)
    #expect(try await bench.store.counts().enrollments.values.allSatisfy { $0 == 0 })
  }

  private static func movesAndRemoves(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let (bob, link) = (try await bench.account("a-bob"), try await bench.link("clever:bob"))
    var moved = link.state
    moved.account = .named("a-new")
    try await bench.commit("e-moved") { changes in
      changes.change(bob, to: nil)
      changes.change(link, to: moved)
      changes.create(account: "a-new")
    }
    #expect(try await bench.store.account(.named("a-bob")) == nil)
    let ended = try await bench.store.enrollments(of: .named("a-new")).map(\.section)
    #expect(ended == [.named("clever:bio")], "enrollments are seen through the link")
  }

  private static func again(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let first = try await bench.commit("e-once") { $0.create(account: "a-once") }
    let before = try await bench.everything()
    let second = try await bench.commit("e-once") { $0.create(account: "a-once") }
    #expect(second == first)
    let other = try await bench.commit("e-once") { changes in
      changes.create(account: "a-other")
      changes.expectations.append(.account(.named("a-once"), nil))
      changes.records.append(.take(Record.Key(.ticket, "t-none"), version: 1))
    }
    #expect(other == first, "the entry's name decides")
    #expect(try await bench.everything() == before)
  }
}
