import Provisioning
import Testing

@testable import linkctl

@Suite struct RosterNoteLinesTests {
  private func lines(_ notes: [RosterNote]) -> [String] {
    var all = RosterNotes()
    all.append(notes)
    return all.lines
  }

  private func note(_ kind: RosterNote.Kind, _ line: Int, _ reason: String) -> RosterNote {
    RosterNote(kind, file: "a.csv", line: line, field: "id", reason: reason)
  }

  @Test func noNotesTakeNoLine() {
    #expect(lines([]) == [])
  }

  @Test("Rows that fail alike stand together, and are counted after the fifth")
  func alikeRowsAreCounted() {
    let notes =
      (1...7).map { note(.rejected(protecting: .nothing), $0, "Unlisted.") } + [
        note(.rejected(protecting: .nothing), 8, "Blank."),
        note(.warning(protecting: .nothing), 9, "Unlisted."),
        note(.rejected(protecting: .nothing), 10, "Unlisted."),
      ]
    #expect(
      lines(notes) == ["notes        9 rejected, 1 warnings", "warning   a.csv:9 id: Unlisted."]
        + (1...5).map { "rejected  a.csv:\($0) id: Unlisted." }
        + ["          … and 3 more of a.csv id like this; --format json lists them all"]
        + ["rejected  a.csv:8 id: Blank."])
  }

  @Test("More than a hundred kinds of fault are counted too, so that no row is lost")
  func manyKindsAreCounted() {
    let shown = lines((1...130).map { note(.rejected(protecting: .nothing), $0, "Fault \($0).") })
    #expect(shown.first == "notes        130 rejected, 0 warnings")
    #expect(shown.count == 102)
    #expect(shown.last == "… and 30 more; --format json lists them all")
  }
}
