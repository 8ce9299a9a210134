import Provisioning
import Testing

/// Reads by key: many keys at once, each row once, missing keys left out.
enum ReadingChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("Reads by key find each row once, and leave missing keys out", on: byKey),
    .init("Reads by no key at all find nothing", on: byNoKey),
    .init("A read takes very many keys at once", on: byManyKeys),
    .init("Links are found by their account and by SIS key", on: links),
    .init("A SIS key is a district, a role and an ID, and follows what is asserted", on: sisKeys),
    .init("Assertions are found by section and by key, ended ones too", on: assertions),
    .init("An account's asserted profile is that of its primary link, as it stands", on: asserted),
    .init("A read sees every commit that was acknowledged before it", on: fresh),
    .init("The accounts that others were merged into are found among many", on: survivors),
    .init("Counts are of rows, and of enrollments after merges", on: counts),
  ]

  private static func byKey(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let store = bench.store
    let ids = ["a-bob", "a-nobody", "a-ada", "a-bob", "A-ADA", "a-out", "a-old"]
    let accounts = try await store.accounts(ids.map { .named($0) })
    #expect(accounts.map(\.id.rawValue).sorted() == ["a-ada", "a-bob", "a-old", "a-out"])
    let keys = ["clever:bob", "clever:nobody", "feed:bob", "feed:ada", "feed:ada", "clever:Bob"]
    let links = try await store.links(keys.map { .named($0) })
    #expect(links.map(\.key.description).sorted() == ["clever:bob", "feed:ada"])
    let pairs = try await store.linkedAccounts(keys.map { .named($0) })
    #expect(
      pairs.map { "\($0.link.key) \($0.account.id)" }.sorted()
        == ["clever:bob a-bob", "feed:ada a-ada"])
    let sections = try await store.sections(
      ["feed:alg", "clever:alg", "feed:bio", "clever:alg"].map { .named($0) })
    #expect(sections.map(\.key.description).sorted() == ["clever:alg", "feed:alg"])
  }

  private static func byNoKey(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let store = bench.store
    #expect(try await store.accounts([]).isEmpty)
    #expect(try await store.links([]).isEmpty)
    #expect(try await store.linkedAccounts([]).isEmpty)
    #expect(try await store.links(of: []).isEmpty)
    #expect(try await store.links(matching: []).isEmpty)
    #expect(try await store.sections([]).isEmpty)
    #expect(try await store.assertions(in: []).isEmpty)
    #expect(try await store.assertions(by: []).isEmpty)
  }

  private static func byManyKeys(_ bench: Bench) async throws {
    let many = 1...2_000
    try await bench.commit("e-many") { changes in
      changes.create(section: "clever:all")
      for number in many {
        changes.create(account: "a-\(number)", Rows.account(primary: "clever:\(number)"))
        changes.create(
          link: "clever:\(number)",
          Rows.link(to: "a-\(number)", .person(.student, sis: "\(number)", district: "north")))
        changes.create(enrollment: "clever:all", "clever:\(number)")
      }
    }
    let store = bench.store
    let numbers = 1...40_000
    let keys = numbers.map { Identity.Key.named("clever:\($0)") }
    let ids = numbers.map { Account.ID.named("a-\($0)") }
    #expect(try await store.accounts(ids).count == many.count)
    #expect(try await store.links(keys).count == many.count)
    #expect(try await store.linkedAccounts(keys).count == many.count)
    #expect(try await store.links(of: ids).count == many.count)
    let sisKeys = numbers.map { SISKey(district: "north", role: .student, sisID: "\($0)") }
    #expect(try await store.links(matching: sisKeys).count == many.count)
    #expect(try await store.assertions(by: keys).count == many.count)
    let sections = numbers.map { Section.Key.named("clever:\($0)") } + [.named("clever:all")]
    #expect(try await store.sections(sections).count == 1)
    #expect(try await store.assertions(in: sections).count == many.count)
  }

  private static func links(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let ids = ["a-ada", "a-cyd", "a-dee", "a-old", "a-nobody", "a-ada"]
    let found = try await bench.store.links(of: ids.map { .named($0) })
    #expect(
      found.map(\.key.description).sorted()
        == ["clever:ada", "clever:ada2", "clever:cyd", "feed:ada"])
  }

  private static func sisKeys(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    func keys(_ district: String, _ role: Role, _ sisID: String) async throws -> [String] {
      let key = SISKey(district: district, role: role, sisID: sisID)
      return try await bench.store.links(matching: [key, key]).map(\.key.description).sorted()
    }
    #expect(try await keys("north", .student, "7") == ["clever:ada", "feed:ada"])
    #expect(try await keys("north", .teacher, "7") == ["clever:cyd"])
    #expect(try await keys("south", .student, "7").isEmpty)
    #expect(try await keys("north", .student, "07").isEmpty)
    let ada = try await bench.link("feed:ada")
    var state = ada.state
    state.profile.roles = [.student, .staff]
    state.profile.sisID = "9"
    try await bench.commit("e-sis") { $0.change(ada, to: state) }
    #expect(try await keys("north", .student, "7") == ["clever:ada"])
    #expect(try await keys("north", .student, "9") == ["feed:ada"])
    #expect(try await keys("north", .staff, "9").isEmpty, "an ID is the leading role's")
  }

  private static func assertions(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    func names(_ found: [Enrollment.Assertion]) -> [String] {
      found.map { "\($0.section) \($0.key) \($0.state.role.rawValue) \($0.state.status)" }.sorted()
    }
    let inSections = try await bench.store.assertions(
      in: ["clever:bio", "clever:alg", "clever:none", "clever:bio"].map { .named($0) })
    #expect(
      names(inSections) == [
        "clever:alg clever:ada student active", "clever:alg clever:ada2 student ended",
        "clever:alg clever:cyd primary_teacher active", "clever:bio clever:bob student ended",
      ])
    let byKeys = try await bench.store.assertions(
      by: ["feed:ada", "clever:ada", "clever:none", "feed:ada"].map { .named($0) })
    #expect(
      names(byKeys) == [
        "clever:alg clever:ada student active", "feed:alg feed:ada co_teacher active",
      ])
  }

  private static func asserted(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    #expect(try await bench.account("a-ada").profile.given == "Ada")
    #expect(try await bench.account("a-cyd").profile == Profile(), "no primary link: blank")
    let before = try await bench.account("a-ada")
    let link = try await bench.link("clever:ada")
    var state = link.state
    state.profile.given = "Adele"
    try await bench.commit("e-name") { $0.change(link, to: state) }
    let after = try await bench.account("a-ada")
    #expect(after.asserted.given == "Adele")
    #expect(after.revision == before.revision, "the account's own row was not written")
    var other = after.state
    other.primary = .named("feed:ada")
    try await bench.commit("e-primary") { $0.change(after, to: other) }
    #expect(try await bench.account("a-ada").profile.given == "ADA")
    let pair = try await bench.store.linkedAccounts([.named("clever:ada")]).first
    #expect(
      pair?.account.profile.given == "ADA", "an account read by a link follows its primary one")
    #expect(pair?.link.state.profile.given == "Adele")
  }

  private static func counts(_ bench: Bench) async throws {
    let empty = try await bench.store.counts()
    #expect(empty.links == 0 && empty.journalEntries == 0)
    #expect(empty.accounts.values.allSatisfy { $0 == 0 })
    try await bench.fillSmallSchool()
    let counts = try await bench.store.counts()
    #expect(
      counts.accounts == ["active": 2, "unclaimed": 1, "disabled": 1, "merged": 1, "erased": 1])
    #expect(counts.links == 5)
    #expect(counts.sections == [.active: 2, .archived: 1])
    #expect(counts.enrollments == [.active: 3, .ended: 1], "two keys of one account are one")
    #expect(counts.journalEntries == 1)
  }

  /// Reads, changes everything that was read, and reads again.
  private static func fresh(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let key = Record.Key(.ticket, "t-1")
    try await bench.store.write([.put(key, value: "old", expires: nil, replacing: 0)])
    _ = (try await bench.everything(), try await bench.store.record(key))
    let (dee, link) = (try await bench.account("a-dee"), try await bench.link("clever:bob"))
    let section = try await bench.section("feed:alg")
    let assertion = try await bench.assertion("feed:alg", "feed:ada")
    _ = try await bench.store.linkedAccounts([link.key])
    try await bench.commit("e-second") { changes in
      changes.change(dee, to: Rows.account(.disabled))
      changes.change(link, to: Rows.link(to: "a-dee"))
      changes.change(section, to: Rows.section("Geometry"))
      changes.change(assertion, to: Rows.member(.student, .ended))
      changes.records = [.put(key, value: "new", expires: nil, replacing: 1)]
    }
    #expect(try await bench.account("a-dee").status == .disabled, "an account is as it was before")
    #expect(
      try await bench.link("clever:bob").state.account == dee.id, "a link is as it was before")
    #expect(
      try await bench.store.linkedAccounts([link.key]).map(\.account.id) == [dee.id],
      "a link leads to the account that it led to before")
    #expect(
      try await bench.section("feed:alg").details.name == "Geometry",
      "a section is as it was before")
    #expect(
      try await bench.assertion("feed:alg", "feed:ada").state == Rows.member(.student, .ended),
      "an enrollment is as it was before")
    #expect(try await bench.store.record(key)?.value == "new", "a record is as it was before")
    #expect(
      try await bench.store.entries(.all, before: nil, limit: 1).map(\.id) == [.named("e-second")],
      "the newest entry is not the one that was committed last")
  }

  private static func survivors(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let asked: [Account.ID] = ["a-ada", "a-bob", "a-old", "a-nobody", "a-ada"].map { .named($0) }
    #expect(try await bench.store.survivors(among: asked) == [.named("a-ada")])
    #expect(try await bench.store.survivors(among: []).isEmpty)
    let old = try await bench.account("a-old")
    try await bench.commit("e-back") { $0.change(old, to: Rows.account()) }
    #expect(try await bench.store.survivors(among: asked).isEmpty, "a merge was taken back")
  }
}
