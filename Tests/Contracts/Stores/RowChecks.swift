import Provisioning
import Testing

/// Every row change finds its row as it was planned: the same revision, or no row.
enum RowChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A row is created only where there is none", on: creating),
    .init("A row is updated only as it was read", on: updating),
    .init("A row is removed only as it was read", on: removing),
    .init("A row that was removed and made again is another one", on: remade),
  ]

  private static func creating(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    try await bench.expectConflict("an account over another") { $0.create(account: "a-dee") }
    try await bench.expectConflict("an account over a merged one") { $0.create(account: "a-old") }
    try await bench.expectConflict("a link over another") {
      $0.create(link: "clever:bob", Rows.link(to: "a-bob"))
    }
    try await bench.expectConflict("a section over another") { $0.create(section: "clever:bio") }
    try await bench.expectConflict("an enrollment over another") {
      $0.create(enrollment: "clever:bio", "clever:bob")
    }
  }

  private static func updating(_ bench: Bench) async throws {
    let rows = try await Changed(on: bench)
    try await bench.expectConflict("an account changed since") {
      $0.change(rows.account, to: Rows.account(.disabled))
    }
    try await bench.expectConflict("a link changed since") {
      $0.change(rows.link, to: Rows.link(to: "a-bob", .person(.teacher)))
    }
    try await bench.expectConflict("a section changed since") {
      $0.change(rows.section, to: Rows.section("Chemistry"))
    }
    try await bench.expectConflict("an enrollment changed since") {
      $0.change(rows.assertion, to: Rows.member(.coTeacher))
    }
    try await bench.expectConflict("an account that is not there") { changes in
      changes.accounts.append(
        RowChange(
          key: .named("a-nobody"), before: Rows.account(), after: Rows.account(.disabled),
          revision: rows.account.revision))
    }
    try await bench.expectConflict("a link that is not there") { changes in
      changes.links.append(
        RowChange(
          key: .named("clever:nobody"), before: Rows.link(to: "a-bob"),
          after: Rows.link(to: "a-dee"), revision: rows.link.revision))
    }
    try await bench.expectConflict("a section that is not there") { changes in
      changes.sections.append(
        RowChange(
          key: .named("clever:nothing"), before: Rows.section(), after: Rows.section("x"),
          revision: rows.section.revision))
    }
    try await bench.expectConflict("an enrollment that is not there") { changes in
      changes.enrollments.append(
        RowChange(
          key: EnrollmentKey(.named("clever:alg"), .named("clever:bob")), before: Rows.member(),
          after: Rows.member(.student, .ended), revision: rows.assertion.revision))
    }
  }

  private static func removing(_ bench: Bench) async throws {
    let rows = try await Changed(on: bench)
    try await bench.expectConflict("an enrollment changed since") {
      $0.change(rows.assertion, to: nil)
    }
    let assertion = try await bench.assertion("clever:bio", "clever:bob")
    try await bench.commit("e-ended") { $0.change(assertion, to: nil) }
    try await bench.expectConflict("an enrollment removed already") {
      $0.change(assertion, to: nil)
    }
    try await bench.expectConflict("a link changed since") { $0.change(rows.link, to: nil) }
    try await bench.expectConflict("a section changed since") { $0.change(rows.section, to: nil) }
    let link = try await bench.link("clever:bob")
    try await bench.commit("e-unlinked") { $0.change(link, to: nil) }
    try await bench.expectConflict("a link removed already") { $0.change(link, to: nil) }
    try await bench.expectConflict("an account changed since") { $0.change(rows.account, to: nil) }
    let account = try await bench.account("a-bob")
    try await bench.commit("e-removed") { $0.change(account, to: nil) }
    try await bench.expectConflict("an account removed already") { $0.change(account, to: nil) }
    let section = try await bench.section("clever:bio")
    try await bench.commit("e-dropped") { $0.change(section, to: nil) }
    try await bench.expectConflict("a section removed already") { $0.change(section, to: nil) }
  }

  private static func remade(_ bench: Bench) async throws {
    try await bench.commit("e-made") { $0.create(account: "a-1") }
    let first = try await bench.account("a-1")
    try await bench.commit("e-gone") { $0.change(first, to: nil) }
    try await bench.commit("e-remade") { $0.create(account: "a-1") }
    try await bench.expectConflict("an account that was made again") {
      $0.change(first, to: Rows.account(.disabled))
    }
  }

  /// Rows of one small corner, as they were read before something else changed them all.
  private struct Changed {
    let account: Account
    let link: Link
    let section: Section
    let assertion: Enrollment.Assertion

    init(on bench: Bench) async throws {
      try await bench.fillSmallSchool()
      account = try await bench.account("a-bob")
      link = try await bench.link("clever:bob")
      section = try await bench.section("clever:bio")
      assertion = try await bench.assertion("clever:bio", "clever:bob")
      let (account, link, section, assertion) = (account, link, section, assertion)
      try await bench.commit("e-meanwhile") { changes in
        changes.change(account, to: Rows.account())
        changes.change(link, to: Rows.link(to: "a-bob", .person(.student, "Bobby")))
        changes.change(section, to: Rows.section("Botany"))
        changes.change(assertion, to: Rows.member())
      }
    }
  }
}
