import Provisioning
import Testing

/// Searches for people: by email address, and by what someone types.
enum SearchChecks {
  static let all: [AccountStoreContract.Check] = [
    .init(
      "An email address is found whatever the case of its ASCII letters, and no others", on: folding
    ),
    .init("An email address is found by any link or local edit of a live account", on: holders),
    .init("A search finds what begins with the text, and no pattern", on: matching),
    .init("A search finds live accounts, sorted, at most so many", on: limits),
  ]

  private static func folding(_ bench: Bench) async throws {
    let addresses = [
      "plain@example.org", "MIXED@Example.ORG", "k@example.org", "\u{212A}@example.org",
      "\u{E9}@example.org", "\u{C9}@example.org", "e\u{301}@example.org", "%@example.org",
    ]
    try await bench.commit("e-addresses") { changes in
      for (number, address) in addresses.enumerated() {
        changes.create(account: "a-\(number)", Rows.account(primary: "clever:\(number)"))
        changes.create(
          link: "clever:\(number)", Rows.link(to: "a-\(number)", .person(.student, email: address)))
      }
    }
    let cases: [(typed: String, finds: [String])] = [
      ("plain@example.org", ["a-0"]), ("PLAIN@EXAMPLE.ORG", ["a-0"]),
      ("mixed@example.org", ["a-1"]), ("plain@example.or", []), (" plain@example.org", []),
      ("K@example.org", ["a-2"]), ("\u{212A}@EXAMPLE.org", ["a-3"]),
      ("\u{E9}@example.org", ["a-4"]), ("\u{C9}@example.org", ["a-5"]),
      ("e\u{301}@example.org", ["a-6"]), ("_@example.org", []), ("%@EXAMPLE.org", ["a-7"]),
    ]
    for (typed, finds) in cases {
      let address = try #require(EmailAddress(typed))
      let found = try await bench.store.accounts(holding: address).map(\.id.rawValue).sorted()
      #expect(found == finds, "\(EscapedText.quoted(typed))")
    }
  }

  private static func holders(_ bench: Bench) async throws {
    let profile = Profile.person(.student, email: "one@example.org")
    try await bench.commit("e-holders") { changes in
      changes.create(account: "a-first", Rows.account(primary: "clever:first"))
      changes.create(link: "clever:first", Rows.link(to: "a-first", profile))
      changes.create(link: "feed:first", Rows.link(to: "a-first", profile))
      changes.create(account: "a-other", Rows.account(.unclaimed, primary: "clever:other"))
      changes.create(link: "clever:other", Rows.link(to: "a-other"))
      changes.create(link: "feed:other", Rows.link(to: "a-other", profile))
      changes.create(
        account: "a-edited", Rows.account(.disabled, local: [.email: ["One@Example.org"]]))
      changes.create(account: "a-emptied", Rows.account(local: [.email: []]))
      changes.create(
        account: "a-gone",
        Rows.account(.merged(into: .named("a-first")), local: [.email: ["one@example.org"]]))
    }
    let one = try #require(EmailAddress("one@example.org"))
    let found = try await bench.store.accounts(holding: one).map(\.id.rawValue).sorted()
    #expect(found == ["a-edited", "a-first", "a-other"], "each account once, merged ones never")
    let edited = try await bench.account("a-edited")
    try await bench.commit("e-released") { $0.change(edited, to: Rows.account(.disabled)) }
    let link = try await bench.link("feed:other")
    try await bench.commit("e-unlinked") { $0.change(link, to: nil) }
    let left = try await bench.store.accounts(holding: one).map(\.id.rawValue)
    #expect(left == ["a-first"], "what is no longer held is no longer found")
  }

  private static func matching(_ bench: Bench) async throws {
    try await bench.commit("e-people") { changes in
      changes.create(account: "u-100", Rows.account(primary: "clever:subject-1"))
      var person = Profile.person(
        .student, "Given", email: "mail_1@example.org", sis: "sis-1", district: "north")
      person.family = "Family"
      changes.create(link: "clever:subject-1", Rows.link(to: "u-100", person))
      changes.create(account: "u-200", Rows.account(local: [.given: ["Nick%"]]))
    }
    let cases: [(typed: String, finds: [String])] = [
      ("u-100", ["u-100"]), ("U-1", ["u-100"]), ("u-", ["u-100", "u-200"]),
      ("subject", ["u-100"]), ("SIS-1", ["u-100"]), ("mail_1@", ["u-100"]), ("giv", ["u-100"]),
      ("FAMILY", ["u-100"]), ("nick", ["u-200"]), ("Nick%", ["u-200"]), ("amily", []),
      ("mail%1", []), ("mailx1", []), ("sis_1", []), ("Family2", []), ("%", []), ("_", []),
    ]
    for (typed, finds) in cases {
      let found = try await bench.store.accounts(matching: typed, limit: 10)
      #expect(found.map(\.id.rawValue) == finds, "\(EscapedText.quoted(typed))")
    }
  }

  private static func limits(_ bench: Bench) async throws {
    try await bench.commit("e-people") { changes in
      for name in ["a-3", "a-1", "a-2", "a-4"] { changes.create(account: name) }
      changes.create(account: "a-0", Rows.account(.merged(into: .named("a-1"))))
      changes.create(account: "a-5", Rows.account(.erased))
    }
    let store = bench.store
    #expect(
      try await store.accounts(matching: "a-", limit: 9).map(\.id.rawValue)
        == ["a-1", "a-2", "a-3", "a-4"])
    #expect(
      try await store.accounts(matching: "a-", limit: 2).map(\.id.rawValue) == ["a-1", "a-2"])
    #expect(try await store.accounts(matching: "a-", limit: 0).isEmpty)
  }
}
