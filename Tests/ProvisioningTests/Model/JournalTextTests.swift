import Provisioning
import ProvisioningTesting
import Testing

@Suite("The journal's text")
struct JournalTextTests {
  static let texts = [
    "", "\"", "\\", "\\u0041", "\n", "\r\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{2028}", "\u{E9}",
    "e\u{301}", "👩🏽‍🏫", "{\"row\":\"account\"}", "null", "\u{10FFFF}",
  ]

  private var changes: ChangeSet {
    var changes = ChangeSet(
      header: JournalEntry.Header(
        id: .named("e-1"), at: Timestamp(milliseconds: 0), actor: "test", action: .edit))
    for (number, text) in Self.texts.enumerated() {
      let state = { (texts: [String]) in
        Account.State(status: .active, local: LocalEdits([.given: texts, .email: []]))
      }
      changes.accounts += [
        RowChange(
          key: .named("new-\(number)"), before: nil, after: state([text]), revision: nil),
        RowChange(
          key: .named("set-\(number)"), before: state([text]), after: state([text, "x"]),
          revision: Revision(1)),
        RowChange(
          key: .named("old-\(number)"), before: state([text]), after: nil, revision: Revision(1)),
      ]
    }
    let (active, ended) = (
      Enrollment.State(role: .student), Enrollment.State(role: .student, status: .ended)
    )
    let places = [("a:1", "b:1"), ("a:1", "b:2"), ("a:2", "b:1"), ("a:1", "b:3")]
    changes.enrollments = places.map { section, key in
      RowChange(
        key: EnrollmentKey(.named(section), .named(key)), before: nil, after: active, revision: nil)
    }
    changes.enrollments.append(
      RowChange(
        key: EnrollmentKey(.named("a:1"), .named("b:9")), before: active, after: ended,
        revision: Revision(1)))
    return changes
  }

  @Test("what is written is read back, byte for byte")
  func roundTrip() throws {
    let changes = changes
    let read = try JournalText.decode(JournalText.encode(changes))
    #expect(read == changes.journaled)
    for (kept, wanted) in zip(read, changes.journaled) {
      guard case .removed(let columns) = kept.edit, case .removed(let old) = wanted.edit else {
        continue
      }
      let scalars = { (columns: Columns) in
        columns["local.given"]?.first?.unicodeScalars.map(\.value)
      }
      #expect(scalars(columns) == scalars(old))
    }
  }

  @Test("created enrollments of a section stand on one line")
  func lines() throws {
    let lines = JournalText.encode(changes).split(separator: 0x0A)
    #expect(lines.count == Self.texts.count * 3 + 4)
    #expect(JournalText.encode(ChangeSet(header: changes.header)).isEmpty)
    #expect(try JournalText.decode([]).isEmpty)
  }

  @Test(
    "damaged text is corrupt, and the error names the line and no content",
    arguments: [
      "{", "{}", "[]", "{\"row\":\"account\",\"key\":\"a-1\"}",
      "{\"row\":\"account\",\"key\":\"a b\",\"new\":[]}",
      "{\"row\":\"person\",\"key\":\"a-1\",\"new\":[]}",
      "{\"row\":\"account\",\"key\":\"a-1\",\"set\":{\"given\":[[\"x\"]]}}",
      "{\"row\":\"enrollment\",\"key\":\"a:1\",\"new\":[]}",
      "{\"row\":\"enrollments\",\"key\":\"a:1\",\"new\":[\"canary\"]}",
    ])
  func damaged(line: String) {
    let text = "{\"row\":\"account\",\"key\":\"a-1\",\"new\":[]}\n\(line)\n"
    let error = #expect(throws: ProvisioningError.self) { try JournalText.decode(Array(text.utf8)) }
    #expect(error?.code == .corrupt)
    #expect(error?.description.contains("Line 2") == true)
    #expect(error?.description.contains("canary") == false)
  }
}
