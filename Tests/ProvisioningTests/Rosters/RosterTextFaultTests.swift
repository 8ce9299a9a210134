import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rosters as text: what cannot be read")
struct RosterTextFaultTests {
  static let text = RosterText(of: .named("lakeside"))

  private func fault(of line: String) -> RosterLine.Fault? {
    do throws(RosterLine.Fault) {
      _ = try Self.text.decode(line: Array(line.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "a fault names the way to its field",
    arguments: [
      (#"{"person":{"role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":"q"}}"#, "person.role"),
      (#"{"person":{"subject":"q","role":"pupil"}}"#, "person.role"),
      (#"{"person":{"subject":7,"role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":"q q","role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":"","role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":"é","role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":null,"role":"student"}}"#, "person.subject"),
      (#"{"person":{"subject":"q","role":"student","grade":7}}"#, "person.grade"),
      (#"{"person":{"subject":"q","role":"student","name":"Quill"}}"#, "person.name"),
      (#"{"person":{"subject":"q","role":"student","name":{"first":"Q"}}}"#, "person.name.first"),
      (#"{"person":{"subject":"q","role":"student","schools":"a"}}"#, "person.schools"),
      (#"{"person":{"subject":"q","role":"student","schools":["a",1]}}"#, "person.schools[1]"),
      (#"{"person":{"subject":"q","role":"student","Quill Fenfield":1}}"#, "person.?"),
      (#"{"person":{"subject":"q","role":"student","role":"teacher"}}"#, "person.role"),
      (#"{"person":{"subject":"q","role":"student","provider":"clever"}}"#, "person.provider"),
      (#"{"person":{"subject":"q","role":"student","given":"Q"}}"#, "person.given"),
      (#"{"section":{"members":[]}}"#, "section.subject_id"),
      (#"{"section":{"subject_id":"7"}}"#, "section.members"),
      (#"{"section":{"subject_id":"7","status":"active","members":[]}}"#, "section.status"),
      (
        #"{"section":{"subject_id":"7","members":[{"subject":"q"}]}}"#,
        "section.members[0].enrollment_role"
      ),
      (
        #"""
        {"section":{"subject_id":"7","members":[{"subject":"q","enrollment_role":"student"},\#
        {"subject":"r","enrollment_role":"student","role":"pupil"}]}}
        """#, "section.members[1].role"
      ),
      (
        #"""
        {"section":{"subject_id":"7","members":[\#
        {"subject":"q","enrollment_role":"student","email":"q@example.org"}]}}
        """#, "section.members[0].role"
      ),
      (
        #"""
        {"section":{"subject_id":"7","members":[\#
        {"subject":"q","enrollment_role":"student","file":"a"}]}}
        """#, "section.members[0].line"
      ),
      (
        #"""
        {"section":{"subject_id":"7","members":[\#
        {"subject":"q","enrollment_role":"student","file":"a","line":2},\#
        {"subject":"r","enrollment_role":"student"}]}}
        """#, "section.members"
      ),
      (#"{"enrollments":{"subject_id":"7","name":"Pottery","members":[]}}"#, "enrollments.name"),
      (#"{"departed":{}}"#, "departed"),
      (#"{"departed":{"all":"people"}}"#, "departed.all"),
      (#"{"rejected":{"file":"a","line":1,"field":"b","reason":"c"}}"#, "rejected.protects"),
      (
        #"{"rejected":{"file":"a","line":1,"field":"","reason":"","protects":{"all":"x"}}}"#,
        "rejected.protects.all"
      ),
      (
        #"""
        {"rejected":{"file":"a","line":1,"field":"","reason":"",\#
        "protects":{"all":"people","person":"q"}}}
        """#, "rejected.protects"
      ),
      (#"{"warning":{"file":"a","line":1.5,"field":"b","reason":"c"}}"#, "warning.line"),
      (
        #"{"warning":{"file":"a","line":1,"field":"b","reason":"c","protect":{}}}"#,
        "warning.protect"
      ),
      (#"{"pupil":{}}"#, "pupil"), (#"{}"#, ""), (#"[]"#, ""), (#"7"#, ""),
    ])
  func faultsNameTheField(line: String, field: String) {
    #expect(fault(of: line)?.field == field)
  }

  @Test("a line is one JSON object and nothing else")
  func notJSON() {
    let good = #"{"person":{"subject":"q","role":"student"}}"#
    #expect(fault(of: good) == nil)
    for line in [good + good, good + "x", "// no\n" + good, good + " /* no */", "{'person':{}}"] {
      #expect(fault(of: line) != nil, "\(line)")
    }
    for count in 0..<good.utf8.count {
      #expect(fault(of: String(good.prefix(count))) != nil)
    }
    #expect(fault(of: #"{"person":{"subject":"q","role":"student"},"person":{}}"#) != nil)
    #expect(fault(of: #"{"person":{"subject":"q","role":"student",}}"#) != nil)
  }

  @Test(
    "texts are whole characters of UTF-8 without NUL",
    arguments: [
      #"\u0000"#, #"\ud800"#, #"\ud83d\u0041"#, #"\ude00"#, #"\x41"#, #"\u00g0"#, "\u{1}", "\u{0}",
    ])
  func hostileTexts(text: String) {
    let line = #"{"person":{"subject":"q","role":"student","email":"\#(text)"}}"#
    #expect(fault(of: line)?.field == "person.email")
  }

  @Test("bytes that are no UTF-8 are refused, in plain texts and beside escapes")
  func invalidUTF8() {
    for text in [[0xC3], [0xED, 0xA0, 0x80], [0x5C, 0x6E, 0xFF], [0xC0, 0x80]] as [[UInt8]] {
      let start = Array(#"{"person":{"subject":"q","role":"student","email":""#.utf8)
      let line = start + text + Array("\"}}".utf8)
      #expect(throws: RosterLine.Fault.self) { try Self.text.decode(line: line) }
    }
  }

  @Test("depth and numbers of keys are bounded, and cost no more than the line is long")
  func bounded() {
    let deep = String(repeating: "[", count: 1 << 20)
    #expect(fault(of: deep) != nil)
    #expect(Self.text.named(in: Array(deep.utf8)) == nil)
    let keys = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    let wide = #"{"person":{"subject":"q",\#(keys)}}"#
    #expect(fault(of: wide)?.field == "person.k0")
    #expect(Self.text.named(in: Array(wide.utf8)) == .allPeople)
  }

  @Test(
    "a damaged line names what it speaks of, or all that it might",
    arguments: [
      (
        #"{"person":{"role":7,"subject":"q","x":{"y":[1,-2.5e+3,true,null]}}}"#,
        RosterNote.Protected.person(.named("lakeside:q"))
      ),
      (#"{"person":{"subject":"q","subject":"r"}}"#, .allPeople),
      (#"{"person":{"subject":7}}"#, .allPeople), (#"{"person":[]}"#, .allPeople),
      (
        #"{"section":{"members":[{"subject":"x"}],"subject_id":"7"}}"#,
        .section(.named("lakeside:7"))
      ),
      (#"{"section":{"id":"7"}}"#, .allSections), (#"{"warning":{}}"#, .allSections),
      (#"{"person":{"subject":"q"},"section":{"subject_id":"7"}}"#, .allSections),
      (#"{}"#, .allSections), (#"[1]"#, .allSections), (#""x""#, .allSections),
    ])
  func named(line: String, protected: RosterNote.Protected) {
    #expect(Self.text.named(in: Array(line.utf8)) == protected)
  }

  @Test("an error names the line and the field, and no person")
  func errors() {
    let text = "\n" + #"{"person":{"subject":"q","role":"student","email":7,"grade":"Quill"}}"#
    do throws(ProvisioningError) {
      _ = try Self.text.decode(text)
      Issue.record("it was read")
    } catch {
      #expect(error.code == .invalid)
      #expect(error.reason == "At line 2, person.email: It must be a text.")
      #expect(!error.description.contains("Quill"))
    }
  }

  @Test("an identity that stands by itself names its provider")
  func identities() throws {
    let line = #"{"provider":"clever","subject":"q","aliases":["r"],"role":"student"}"#
    #expect(
      try RosterText.identity(in: Array(line.utf8)) == .person("clever:q", aliases: ["r"]))
    #expect(throws: ProvisioningError.self) {
      try RosterText.identity(in: Array(#"{"subject":"q","role":"student"}"#.utf8))
    }
    #expect(throws: ProvisioningError.self) {
      try RosterText.identity(in: Array(line.utf8) + [0x7D])
    }
  }

  @Test("a profile that stands by itself names nobody")
  func profiles() throws {
    let named = #"{"name":{"given":"Quill"},"roles":["teacher","staff"],"sis_id":"7"}"#
    let profile = try RosterText.profile(in: Array(named.utf8))
    #expect(profile.roles == [.teacher, .staff])
    #expect(profile.given == "Quill" && profile.sisID == "7")
    for text in [#"{"subject":"q","role":"student"}"#, "{}", #"{"role":"student"} x"#] {
      #expect(throws: ProvisioningError.self) { try RosterText.profile(in: Array(text.utf8)) }
    }
  }
}
