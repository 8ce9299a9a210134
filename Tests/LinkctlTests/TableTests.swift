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

  @Test(arguments: 30...60)
  func aTableFitsItsWidth(width: Int) {
    let lines = people().text(width: width).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.displayWidth <= width })
    #expect(lines.map(\.displayWidth).max() == min(width, 56))
  }

  @Test func whatStaysWholeIsNotCut() {
    #expect(people().text(width: 5).contains("a-22"))
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
