import Testing

@testable import linkctl

@Suite struct TableTests {
  private func people() -> Table {
    var table = Table([
      .init("ID", .leading, .whole), .init("Name"), .init("School"), .init("Score", .trailing),
    ])
    table.append(["a-1", "Ada Lovelace-Byron", "North Shore High School", "7"])
    table.append(["a-22", "李小龍", "East", "100"])
    return table
  }

  @Test("Further pages follow the columns of the first; in a pipe nothing of them is cut")
  func pages() throws {
    for (width, last) in [(nil, "a-4444444  Grace Hopper    8"), (16, "a-4444444  Gra…    8")] {
      let output = CollectedText()
      let console = Console(
        output: Channel(collectingInto: output, width: width),
        diagnostics: Channel(collectingInto: CollectedText()))
      var table = PagedTable(
        [.init("ID", .leading, .whole), .init("Name"), .init("N", .trailing)], on: console)
      try table.write([])
      try table.write([["a-1", "Ada", "123"]])
      try table.write([["a-4444444", "Grace Hopper", "8"]])
      let lines = output.text.split(separator: "\n")
      #expect(lines.count == 3 && lines[0].hasPrefix("ID ") && lines[1].hasPrefix("a-1  Ada"))
      #expect(lines[2] == last)
    }
  }

  @Test func columnsAreAligned() {
    #expect(
      people().text() == """
        ID    Name                School                   Score
        a-1   Ada Lovelace-Byron  North Shore High School      7
        a-22  李小龍              East                       100

        """)
  }

  @Test func theWidestColumnsAreShortened() {
    #expect(
      people().text(width: 40) == """
        ID    Name           School        Score
        a-1   Ada Lovelace…  North Shore…      7
        a-22  李小龍         East            100

        """)
  }

  @Test(arguments: 31...60)
  func aTableFitsItsWidth(width: Int) {
    let lines = people().text(width: width).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.displayWidth <= width })
    #expect(lines.map(\.displayWidth).max() == min(width, 56))
  }

  @Test func aTerminalTooNarrowForATableGetsRecords() {
    #expect(
      people().text(width: 24) == """
        ID      a-1
        Name    Ada
                Lovelace-Byron
        School  North Shore High
                School
        Score   7

        ID      a-22
        Name    李小龍
        School  East
        Score   100


        """)
  }

  @Test func numbersAreNeverCut() {
    var table = Table([.init("NAME"), .init("COUNT", .trailing)])
    table.append(["a name that is long", "1234567890"])
    #expect(table.text(width: 20) == "NAME           COUNT\na name …  1234567890\n")
  }

  @Test(arguments: [
    ("short", 40, ["short"]),
    (
      "accounts     3 created, 4 updated, 5 unchanged", 30,
      ["accounts     3 created, 4", "             updated, 5", "             unchanged"]
    ),
    (
      "e1abcdefghijklmnop  2026-01-01  someone  import", 30,
      ["e1abcdefghijklmnop  2026-01-01", "  someone  import"]
    ),
    ("  ~ account a: email", 12, ["  ~ account", "    a: email"]),
    ("averyveryverylongword next", 10, ["averyveryverylongword", "  next"]),
    ("李小龍 李小龍", 8, ["李小龍", "  李小龍"]),
  ])
  func longLinesHangBelowTheirText(line: String, width: Int, lines: [String]) {
    #expect(TextWrapping.hanging(line, width: width) == lines)
  }

  @Test(arguments: [
    "\u{1B}[2Jgone", "two\nlines", "cr\r\nlf", "c1\u{9B}31m", "bell\u{7}", "del\u{7F}",
    "line\u{2028}break", "turn\u{202E}ed", "isolate\u{2066}d", "nul\u{0}",
  ])
  func hostileCellsStayInTheirRow(cell: String) {
    var table = Table([.init("Name"), .init("Next")])
    table.append([cell, "x"])
    let text = table.text()
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 3)
    #expect(text.contains("\u{FFFD}"))
    let scalars = text.unicodeScalars.filter { $0 != "\n" }
    #expect(!scalars.contains { $0.properties.generalCategory == .control })
    #expect(!scalars.contains { "\u{2028}\u{202E}\u{2066}".unicodeScalars.contains($0) })
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("李", 2), ("ｱ", 1), ("Ａ", 2), ("한글", 4),
    ("👩‍👧", 2), ("🇫🇷", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("\u{200B}", 0), ("…", 1),
  ])
  func widthsAreThoseOfATerminal(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("李小龍", 5, "李小…"), ("李小龍", 4, "李…"),
  ])
  func textIsShortenedToItsWidth(text: String, width: Int, expected: String) {
    #expect(text.shortened(to: width) == expected)
  }
}
