import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rosters as text")
struct RosterTextTests {
  static let text = RosterText(of: .named("lakeside"))

  @Test("a page comes back as it was, byte for byte", arguments: UInt64(0)..<300)
  func pagesComeBack(seed: UInt64) throws {
    var random = RandomPage(seed: seed)
    let page = random.page()
    let written = try Self.text.encode(page)
    let read = try Self.text.decode(written)
    #expect(read == page)
    // Equal strings may differ in bytes; equal texts of them may not.
    #expect(try Array(Self.text.encode(read).utf8) == Array(written.utf8))
    #expect(written.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
  }

  @Test("a section comes back with the people whom its line gives in full", arguments: 0..<100)
  func sectionsComeBack(seed: Int) throws {
    var random = RandomPage(seed: UInt64(seed))
    let line = random.sectionInFull()
    #expect(try Self.text.decode(line: Array(Self.text.encode(line).utf8)) == line)
  }

  @Test("where the listing goes on is not part of the text")
  func nextIsLeftOut() throws {
    let page = RosterPage(next: PageCursor("2"))
    #expect(try Self.text.encode(page).isEmpty)
    #expect(try Self.text.decode("") == RosterPage())
  }

  @Test("fields are named as the model names them")
  func shape() throws {
    var identity = Identity.person(
      "lakeside:q-1", .student, "Quill", email: "q@example.org", sis: "77", district: "lakeside")
    identity.profile.family = "Fenfield"
    identity.profile.schools = ["north"]
    let section = RosterSection.section(
      "lakeside:7", name: "Pottery", teachers: ["lakeside:t-1"], students: ["lakeside:q-1"])
    let written = try Self.text.encode(.section(section, people: [identity]))
    #expect(
      written == """
        {"section":{"subject_id":"7","name":"Pottery","members":[\
        {"subject":"t-1","enrollment_role":"primary_teacher"},\
        {"subject":"q-1","role":"student","name":{"given":"Quill","family":"Fenfield"},\
        "schools":["north"],"email":"q@example.org","district":"lakeside","sis_id":"77",\
        "enrollment_role":"student"}]}}

        """)
  }

  @Test(
    "blank lines, white space, line ends and the order of keys do not matter",
    arguments: [
      "{\"person\":{\"subject\":\"q\",\"role\":\"student\",\"email\":null}}",
      "\r\n\n  {\"person\" : {\"role\":\"student\", \"subject\":\"q\"}}\t\r\n \n",
      "{\"person\":{\"subject\":\"\\u0071\",\"roles\":[\"student\"],\"provider\":\"lakeside\"}}",
      "{\"person\":{\"subject\":\"q\",\"role\":\"student\",\"roles\":[\"student\"],\"name\":{}}}",
    ])
  func harmlessVariants(of line: String) throws {
    #expect(try Self.text.decode(line) == RosterPage(people: [.person("lakeside:q")]))
  }

  @Test("what cannot be written is refused, not changed")
  func unwritable() {
    let foreign = RosterPage(people: [.person("northside:q")])
    #expect(throws: ProvisioningError.self) { try Self.text.encode(foreign) }
    let holdsNUL = RosterPage(people: [.person("lakeside:q", .student, "Qu\u{0}ll")])
    #expect(throws: ProvisioningError.self) { try Self.text.encode(holdsNUL) }
    let stranger = RosterLine.section(
      .section("lakeside:7", students: ["lakeside:q"]), people: [.person("lakeside:r")])
    #expect(throws: ProvisioningError.self) { try Self.text.encode(stranger) }
    var misplaced = RosterSection.section("lakeside:7", students: ["lakeside:q", "lakeside:r"])
    misplaced.places = [RosterPlace(file: "rows", line: 1)]
    #expect(throws: ProvisioningError.self) {
      try Self.text.encode(RosterPage(sections: [misplaced]))
    }
  }
}
