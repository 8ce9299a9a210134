import Provisioning
import Testing

/// Listings: in the order of the bytes, page by page.
enum ListingChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("Accounts are listed in the order of their identifiers' bytes", on: accounts),
    .init("Links are listed by provider, then by subject, byte by byte", on: links),
    .init(
      "Sections are listed by provider, then by identifier, of one provider or all", on: sections),
    .init("Accounts in every status are listed", on: statuses),
  ]

  /// In the order of their bytes: no locale, no case folding, no numbers, prefixes first.
  private static let subjects = [
    "!", "-", "1", "10", "2", ":", "A", "Z", "_", "a", "a!", "a-b", "a:b", "aa", "b", "~",
  ]
  /// In the order of their bytes. Written with their colon, `ab-c:` would come before `ab:`.
  private static let providers = ["0", "ab", "ab-c", "ab1", "b"]

  private static func accounts(_ bench: Bench) async throws {
    try await bench.commit("e-accounts") { changes in
      for subject in subjects.reversed() { changes.create(account: subject) }
    }
    try await expectPages(of: subjects) { last, limit in
      try await bench.store.accounts(after: last.map { .named($0) }, limit: limit)
        .map(\.id.rawValue)
    }
    let between = try await bench.store.accounts(after: .named("a-"), limit: 2)
    #expect(between.map(\.id.rawValue) == ["a-b", "a:b"], "after an identifier that is not there")
  }

  private static func links(_ bench: Bench) async throws {
    let keys = providers.flatMap { provider in subjects.map { "\(provider):\($0)" } }
    try await bench.commit("e-links") { changes in
      changes.create(account: "a-all")
      for key in keys.reversed() { changes.create(link: key, Rows.link(to: "a-all")) }
    }
    try await expectPages(of: keys) { last, limit in
      try await bench.store.links(after: last.map { .named($0) }, limit: limit)
        .map(\.key.description)
    }
  }

  private static func sections(_ bench: Bench) async throws {
    let keys = providers.flatMap { provider in subjects.map { "\(provider):\($0)" } }
    try await bench.commit("e-sections") { changes in
      for key in keys.reversed() { changes.create(section: key) }
    }
    try await expectPages(of: keys) { last, limit in
      try await bench.store.sections(of: nil, after: last.map { .named($0) }, limit: limit)
        .map(\.key.description)
    }
    try await expectPages(of: subjects.map { "ab:\($0)" }) { last, limit in
      try await bench.store.sections(
        of: .named("ab"), after: last.map { .named($0) }, limit: limit
      ).map(\.key.description)
    }
    let fromBefore = try await bench.store.sections(
      of: .named("ab-c"), after: .named("ab:~"), limit: 1)
    #expect(fromBefore.map(\.key.description) == ["ab-c:!"])
    #expect(try await bench.store.sections(of: .named("none"), after: nil, limit: 9).isEmpty)
  }

  private static func statuses(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let all = try await bench.store.accounts(after: nil, limit: 100)
    #expect(
      all.map { "\($0.id) \($0.status.name)" } == [
        "a-ada active", "a-bob unclaimed", "a-cyd disabled", "a-dee active", "a-old merged",
        "a-out erased",
      ])
    #expect(all.first { $0.id == .named("a-old") }?.mergedInto == .named("a-ada"))
  }

  /// Expects pages of several sizes to give `names` in order, and no page after the last name.
  private static func expectPages(
    of names: [String], page: (String?, Int) async throws -> [String]
  ) async throws {
    for limit in [1, 3, names.count, names.count + 1, 1_000_000] {
      var listed: [String] = []
      while case let next = try await page(listed.last, limit), !next.isEmpty {
        #expect(next.count <= limit)
        listed += next
        if listed.count > names.count { break }
      }
      #expect(listed == names, "in pages of \(limit)")
    }
    let none = try await page(nil, 0)
    #expect(none.isEmpty, "a page of nothing")
  }
}
