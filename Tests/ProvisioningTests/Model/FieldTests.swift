import Provisioning
import ProvisioningTesting
import Testing

@Suite("Profiles, fields and columns")
struct FieldTests {
  @Test("every field of a profile is read and written alone", arguments: Profile.Field.allCases)
  func profile(field: Profile.Field) {
    var profile = Profile()
    let texts = field == .roles ? ["staff", "student"] : field == .schools ? ["b", "a"] : ["x"]
    profile[field] = texts
    #expect(profile[field] == texts)
    for other in Profile.Field.allCases where other != field { #expect(profile[other].isEmpty) }
    #expect(profile.columns == [field.rawValue: texts])
    #expect(Profile(columns: profile.columns) == profile)
    profile[field] = []
    #expect(profile == Profile())
  }

  @Test(
    "every field of a section is read and written alone", arguments: Section.Details.Field.allCases)
  func details(field: Section.Details.Field) {
    var details = Section.Details()
    details[field] = ["x"]
    for other in Section.Details.Field.allCases {
      #expect(details[other] == (other == field ? ["x"] : []))
    }
    #expect(Section.Details(columns: details.columns) == details)
  }

  @Test("states read back from their columns")
  func states() {
    let account = Account.State(
      status: .merged(into: .named("a-1")), primary: .named("clever:1"),
      local: LocalEdits([.email: [], .schools: ["a", ""], .given: ["x"]]))
    #expect(Account.State(columns: account.columns) == account)
    let link = Link.State(
      account: .named("a-1"), sharing: .teacher, since: Timestamp(milliseconds: -5),
      because: Evidence(.sisID, via: .named("feed:1")), profile: .person(.staff, "x"))
    #expect(Link.State(columns: link.columns) == link)
    let section = Section.State(
      status: .archived, asserted: Section.Details(), local: LocalEdits([.name: []]))
    #expect(Section.State(columns: section.columns) == section)
    let member = Enrollment.State(role: .coTeacher, status: .ended)
    #expect(Enrollment.State(columns: member.columns) == member)
  }

  @Test("columns without a state are none")
  func damaged() {
    #expect(Account.State(columns: [:]) == nil)
    #expect(Account.State(columns: ["status": ["merged"]]) == nil)
    #expect(Account.State(columns: ["status": ["gone"]]) == nil)
    #expect(Link.State(columns: ["account": ["a-1"], "sharing": ["district"]]) == nil)
    #expect(Section.State(columns: ["name": ["x"]]) == nil)
    #expect(Enrollment.State(columns: ["role": ["head"], "status": ["active"]]) == nil)
  }

  @Test("an emptied field is blank, a released one is what is asserted")
  func edits() {
    let asserted = Profile.person(.student, "Given", email: "one@example.org")
    let edited = LocalEdits<Profile>([.email: [], .family: ["Own"]]).applied(to: asserted)
    #expect(edited.email == nil && edited.family == "Own" && edited.given == "Given")
  }

  @Test("NFC and NFD are one name, and two IDs")
  func normalization() {
    let composed = Profile.person(.student, "\u{E9}")
    let decomposed = Profile.person(.student, "e\u{301}")
    #expect(composed == decomposed)
    let keys = ["\u{E9}", "e\u{301}"].map { SISKey(district: "n", role: .student, sisID: $0) }
    #expect(keys[0] != keys[1])
  }
}
