import Provisioning
import Testing

/// Values come back as they went in, byte for byte.
enum ValueChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("Every field of every row comes back byte for byte", on: fields),
    .init("Odd texts come back byte for byte", on: oddTexts),
    .init("An empty local edit is kept apart from none", on: emptyEdits),
    .init("Roles, statuses, evidence and times of every kind come back", on: kinds),
  ]

  /// Texts that stores have stumbled over.
  static let oddTexts = [
    "", " ", "'", "\"", "\\", "\\n", "a\nb", "\r\n", "\t", "\u{7F}", "\u{85}", "\u{2028}",
    "\u{FEFF}x",
    "\u{E9}", "e\u{301}", "\u{212B}", "A\u{30A}", "👩🏽‍🏫", "\u{1F600}", "%_", "null", "NULL", "0",
    "007",
    "1e5", "{\"a\":[1]}", "<b>&amp;", "שלום", "ﬁ", "\u{10FFFF}", "\u{1}",
  ]

  private static func fields(_ bench: Bench) async throws {
    var profile = Profile()
    for field in Profile.Field.allCases { profile[field] = ["\(field.rawValue) é"] }
    profile.roles = [.teacher, .student, .staff]
    profile.schools = ["b", "a", "", "b"]
    var details = Section.Details()
    for field in Section.Details.Field.allCases { details[field] = ["\(field.rawValue) 😀"] }
    let local = LocalEdits<Profile>(
      Dictionary(uniqueKeysWithValues: Profile.Field.allCases.map { ($0, profile[$0]) }))
    let localDetails = LocalEdits<Section.Details>(
      Dictionary(uniqueKeysWithValues: Section.Details.Field.allCases.map { ($0, details[$0]) }))
    let account = Account.State(status: .active, primary: .named("clever:1"), local: local)
    let link = Link.State(
      account: .named("a-1"), sharing: .teacher, since: Timestamp(milliseconds: 1_234_567_890_123),
      because: Evidence(.init(rawValue: "own-word"), via: .named("feed:via")), profile: profile)
    let section = Section.State(status: .archived, asserted: details, local: localDetails)
    try await bench.commit("e-full") { changes in
      changes.create(account: "a-1", account)
      changes.create(link: "clever:1", link)
      changes.create(section: "clever:1", section)
    }
    let read = try await bench.account("a-1")
    expectSame(read.state.columns, account.columns, "account")
    expectSame(read.asserted.columns, profile.columns, "asserted profile")
    expectSame(try await bench.link("clever:1").state.columns, link.columns, "link")
    expectSame(try await bench.section("clever:1").state.columns, section.columns, "section")
  }

  private static func oddTexts(_ bench: Bench) async throws {
    try await bench.commit("e-odd") { changes in
      for (number, text) in oddTexts.enumerated() {
        changes.create(account: "a-\(number)", Rows.account(local: [.schools: [text, text]]))
        changes.create(link: "clever:\(number)", Rows.link(to: "a-\(number)", odd(text)))
        changes.create(section: "clever:\(number)", Rows.section(text, local: [.term: [text]]))
      }
    }
    for (number, text) in oddTexts.enumerated() {
      let name = EscapedText.quoted(text)
      let account = try await bench.account("a-\(number)")
      expectSame(account.state.local.columns, ["local.schools": [text, text]], name)
      let link = try await bench.link("clever:\(number)")
      expectSame(link.state.profile.columns, odd(text).columns, name)
      let section = try await bench.section("clever:\(number)")
      expectSame(
        section.state.columns, Rows.section(text, local: [.term: [text]]).columns, name)
    }
  }

  private static func odd(_ text: String) -> Profile {
    var profile = Profile.person(.student, text, email: text, sis: text, district: text)
    profile.schools = [text, "", text]
    return profile
  }

  private static func emptyEdits(_ bench: Bench) async throws {
    let emptied = Rows.account(local: [.email: [], .schools: [""]])
    try await bench.commit("e-edits") { changes in
      changes.create(account: "a-emptied", emptied)
      changes.create(account: "a-none")
      changes.create(section: "clever:emptied", Rows.section("x", local: [.name: []]))
      changes.create(section: "clever:none", Rows.section("x"))
    }
    let local = try await bench.account("a-emptied").state.local.values
    #expect(local == [.email: [], .schools: [""]])
    #expect(try await bench.account("a-none").state.local.isEmpty)
    #expect(try await bench.section("clever:emptied").details.name == nil)
    #expect(try await bench.section("clever:none").details.name == "x")
  }

  private static func kinds(_ bench: Bench) async throws {
    let statuses: [Account.Status] = [
      .unclaimed, .active, .disabled, .merged(into: .named("a-0")), .erased,
    ]
    let times: [Int64] = [0, -1, 1_767_225_600_123, -62_135_596_800_000, 253_402_300_799_999]
    try await bench.commit("e-kinds") { changes in
      for (number, status) in statuses.enumerated() {
        changes.create(account: "a-\(number)", Rows.account(status))
        var link = Rows.link(to: "a-1", Profile(role: Role.allCases[number]))
        link = Link.State(
          account: link.account, sharing: link.sharing,
          since: Timestamp(milliseconds: times[number]),
          because: link.because, profile: link.profile)
        changes.create(link: "clever:\(number)", link)
      }
      changes.create(section: "clever:1")
      for (number, role) in EnrollmentRole.allCases.enumerated() {
        changes.create(enrollment: "clever:1", "clever:\(number)", Rows.member(role, .ended))
      }
    }
    for (number, status) in statuses.enumerated() {
      #expect(try await bench.account("a-\(number)").status == status)
      let link = try await bench.link("clever:\(number)").state
      #expect(link.since.milliseconds == times[number])
      #expect(link.profile.roles == [Role.allCases[number]])
      #expect(link.because == Evidence(.created))
    }
    for (number, role) in EnrollmentRole.allCases.enumerated() {
      #expect(
        try await bench.assertion("clever:1", "clever:\(number)").state == Rows.member(role, .ended)
      )
    }
  }

  private static func expectSame(
    _ found: Columns, _ wanted: Columns, _ what: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    let (found, wanted) = (EscapedText.columns(found), EscapedText.columns(wanted))
    #expect(found == wanted, "\(what)", sourceLocation: location)
  }
}
