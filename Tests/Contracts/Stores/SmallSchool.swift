import Provisioning

extension Bench {
  /// Fills the store with the small school.
  func fillSmallSchool() async throws { try await commit("e-school") { $0.fillSmallSchool() } }
}

extension ChangeSet {
  /// Makes a school that has one of each:
  ///
  /// - `a-ada`, active, with three keys of two providers; two of them are in the same class
  /// - `a-bob`, unclaimed; `a-cyd`, disabled, follows no link; `a-dee`, active, without links
  /// - `a-old`, merged into `a-ada`; `a-out`, erased
  /// - sections `clever:alg` and `feed:alg`, active, and `clever:bio`, archived
  mutating func fillSmallSchool() {
    create(account: "a-ada", Rows.account(primary: "clever:ada"))
    create(account: "a-bob", Rows.account(.unclaimed, primary: "clever:bob"))
    create(account: "a-cyd", Rows.account(.disabled))
    create(account: "a-dee", Rows.account(local: [.given: ["Dee"]]))
    create(account: "a-old", Rows.account(.merged(into: .named("a-ada"))))
    create(account: "a-out", Rows.account(.erased))
    create(section: "clever:alg", Rows.section("Algebra"))
    create(section: "clever:bio", Rows.section("Biology", .archived))
    create(section: "feed:alg", Rows.section("Algebra"))
    fillLinks()
    create(enrollment: "clever:alg", "clever:ada")
    create(enrollment: "clever:alg", "clever:ada2", Rows.member(.student, .ended))
    create(enrollment: "clever:alg", "clever:cyd", Rows.member(.primaryTeacher))
    create(enrollment: "clever:bio", "clever:bob", Rows.member(.student, .ended))
    create(enrollment: "feed:alg", "feed:ada", Rows.member(.coTeacher))
  }

  private mutating func fillLinks() {
    create(
      link: "clever:ada",
      Rows.link(to: "a-ada", .person(.student, "Ada", sis: "7", district: "north")))
    create(
      link: "clever:ada2",
      Rows.link(
        to: "a-ada", .person(.student, "Adah"),
        because: Evidence(.alias, via: .named("clever:ada"))))
    create(
      link: "feed:ada",
      Rows.link(to: "a-ada", .person(.student, "ADA", sis: "7", district: "north")))
    create(
      link: "clever:bob",
      Rows.link(to: "a-bob", .person(.student, "Bob", sis: "8", district: "north")))
    create(
      link: "clever:cyd",
      Rows.link(
        to: "a-cyd", .person(.teacher, "Cyd", sis: "7", district: "north"), sharing: .teacher))
  }
}
