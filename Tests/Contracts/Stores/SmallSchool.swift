import Provisioning

extension Bench {
  /// Fills the store with a school that has one of each:
  ///
  /// - `a-ada`, active, with three keys of two providers; two of them are in the same class
  /// - `a-bob`, unclaimed; `a-cyd`, disabled, follows no link; `a-dee`, active, without links
  /// - `a-old`, merged into `a-ada`; `a-out`, erased
  /// - sections `clever:alg` and `feed:alg`, active, and `clever:bio`, archived
  func fillSmallSchool() async throws {
    try await commit("e-school") { changes in
      changes.create(account: "a-ada", Rows.account(primary: "clever:ada"))
      changes.create(account: "a-bob", Rows.account(.unclaimed, primary: "clever:bob"))
      changes.create(account: "a-cyd", Rows.account(.disabled))
      changes.create(account: "a-dee", Rows.account(local: [.given: ["Dee"]]))
      changes.create(account: "a-old", Rows.account(.merged(into: .named("a-ada"))))
      changes.create(account: "a-out", Rows.account(.erased))
      changes.create(section: "clever:alg", Rows.section("Algebra"))
      changes.create(section: "clever:bio", Rows.section("Biology", .archived))
      changes.create(section: "feed:alg", Rows.section("Algebra"))
      Self.fillLinks(&changes)
      changes.create(enrollment: "clever:alg", "clever:ada")
      changes.create(enrollment: "clever:alg", "clever:ada2", Rows.member(.student, .ended))
      changes.create(enrollment: "clever:alg", "clever:cyd", Rows.member(.primaryTeacher))
      changes.create(enrollment: "clever:bio", "clever:bob", Rows.member(.student, .ended))
      changes.create(enrollment: "feed:alg", "feed:ada", Rows.member(.coTeacher))
    }
  }

  private static func fillLinks(_ changes: inout ChangeSet) {
    changes.create(
      link: "clever:ada",
      Rows.link(to: "a-ada", .person(.student, "Ada", sis: "7", district: "north")))
    changes.create(
      link: "clever:ada2",
      Rows.link(
        to: "a-ada", .person(.student, "Adah"),
        because: Evidence(.alias, via: .named("clever:ada"))))
    changes.create(
      link: "feed:ada",
      Rows.link(to: "a-ada", .person(.student, "ADA", sis: "7", district: "north")))
    changes.create(
      link: "clever:bob",
      Rows.link(to: "a-bob", .person(.student, "Bob", sis: "8", district: "north")))
    changes.create(
      link: "clever:cyd",
      Rows.link(
        to: "a-cyd", .person(.teacher, "Cyd", sis: "7", district: "north"), sharing: .teacher))
  }
}
