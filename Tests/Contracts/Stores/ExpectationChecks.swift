import Provisioning
import Testing

/// Every expectation of a change set is read again inside the write, and must get the same answer.
enum ExpectationChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("Expectations that hold let the commit pass", on: holding),
    .init("Each expectation that does not hold is a conflict", on: broken),
    .init("Expectations are about what stood before the commit", on: before),
    .init("A plan that others have overtaken is a conflict", on: overtaken),
  ]

  private static func holding(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let expectations = try await expectations(on: bench, holding: true)
    try await bench.commit("e-holds") { changes in
      changes.create(account: "a-new")
      changes.expectations = expectations.map(\.expectation)
    }
    #expect(try await bench.account("a-new").status == .active)
  }

  private static func broken(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    for (what, expectation) in try await expectations(on: bench, holding: false) {
      try await bench.expectConflict(what) { changes in
        changes.create(account: "a-new")
        changes.expectations.append(expectation)
      }
    }
  }

  private typealias Named = (what: String, expectation: Provisioning.Expectation)

  private static func expectations(on bench: Bench, holding: Bool) async throws -> [Named] {
    let ada = try await bench.account("a-ada").revision
    let later = Revision(ada.number + 1)
    let adas: [Identity.Key] = ["clever:ada", "clever:ada2", "feed:ada"].map { .named($0) }
    let seven = SISKey(district: "north", role: .student, sisID: "7")
    let none = SISKey(district: "south", role: .student, sisID: "7")
    let found: [Identity.Key] = [.named("clever:ada"), .named("feed:ada")]
    if holding {
      return [
        ("an account as it was", .account(.named("a-ada"), ada)),
        ("no account", .account(.named("a-nobody"), nil)),
        ("a link as it was", .link(.named("feed:ada"), ada)),
        ("no link", .link(.named("feed:nobody"), nil)),
        ("a section as it was", .section(.named("clever:alg"), ada)),
        ("no section", .section(.named("clever:none"), nil)),
        ("the links of an account", .links(of: .named("a-ada"), adas)),
        ("no links of an account", .links(of: .named("a-dee"), [])),
        ("no links of no account", .links(of: .named("a-nobody"), [])),
        ("the links of a SIS key", .linksMatching(seven, found)),
        ("no links of a SIS key", .linksMatching(none, [])),
        ("the teachers of a section", .teachers(of: .named("clever:alg"), [.named("clever:cyd")])),
        ("no teachers of a section", .teachers(of: .named("clever:bio"), [])),
        ("no teachers of no section", .teachers(of: .named("clever:none"), [])),
      ]
    }
    return [
      ("an account in another revision", .account(.named("a-ada"), later)),
      ("an account that should be there", .account(.named("a-nobody"), ada)),
      ("an account that should not be there", .account(.named("a-ada"), nil)),
      ("a link in another revision", .link(.named("feed:ada"), later)),
      ("a link that should be there", .link(.named("feed:nobody"), ada)),
      ("a link that should not be there", .link(.named("feed:ada"), nil)),
      ("a section in another revision", .section(.named("clever:alg"), later)),
      ("a section that should be there", .section(.named("clever:none"), ada)),
      ("a section that should not be there", .section(.named("clever:alg"), nil)),
      ("a link more than expected", .links(of: .named("a-ada"), Array(adas.dropLast()))),
      ("a link less than expected", .links(of: .named("a-ada"), adas + [.named("zzz:ada")])),
      ("another link than expected", .links(of: .named("a-bob"), [.named("clever:cyd")])),
      ("links where none are expected", .links(of: .named("a-ada"), [])),
      ("links of no account", .links(of: .named("a-nobody"), adas)),
      ("a match more than expected", .linksMatching(seven, [.named("clever:ada")])),
      ("a match less than expected", .linksMatching(seven, found + [.named("zzz:ada")])),
      ("matches where none are expected", .linksMatching(seven, [])),
      ("a match where there is none", .linksMatching(none, [.named("clever:ada")])),
      ("a teacher more than expected", .teachers(of: .named("clever:alg"), [])),
      (
        "a student expected as a teacher",
        .teachers(of: .named("clever:alg"), [.named("clever:ada"), .named("clever:cyd")])
      ),
      (
        "a teacher where there is none", .teachers(of: .named("clever:bio"), [.named("clever:bob")])
      ),
    ]
  }

  private static func before(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let link = try await bench.link("clever:bob")
    let dee = try await bench.account("a-dee")
    try await bench.commit("e-moves") { changes in
      changes.change(link, to: Rows.link(to: "a-dee"))
      changes.change(dee, to: Rows.account(.disabled))
      changes.create(section: "clever:new")
      changes.expectations = [
        .link(link.key, link.revision), .account(dee.id, dee.revision),
        .section(.named("clever:new"), nil), .links(of: .named("a-bob"), [link.key]),
        .links(of: .named("a-dee"), []),
        .linksMatching(
          SISKey(district: "north", role: .student, sisID: "8"), [link.key]),
      ]
    }
    #expect(try await bench.link("clever:bob").state.account == .named("a-dee"))
  }

  private static func overtaken(_ bench: Bench) async throws {
    try await bench.fillSmallSchool()
    let sisKey = SISKey(district: "north", role: .student, sisID: "8")
    let bob = try await bench.link("clever:bob")
    let dee = try await bench.account("a-dee")
    try await bench.commit("e-meanwhile") { changes in
      changes.create(
        link: "feed:bob", Rows.link(to: "a-bob", .person(.student, sis: "8", district: "north")))
      changes.change(dee, to: Rows.account())
    }
    let plans: [Named] = [
      ("a link came to the account", .links(of: .named("a-bob"), [bob.key])),
      ("a link came to the SIS key", .linksMatching(sisKey, [bob.key])),
      ("the account was written", .account(dee.id, dee.revision)),
      ("the key was linked", .link(.named("feed:bob"), nil)),
    ]
    for (what, expectation) in plans {
      try await bench.expectConflict(what) { $0.expectations.append(expectation) }
    }
  }
}
