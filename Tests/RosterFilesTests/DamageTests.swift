import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// The same listing written in another way is the same listing.
struct DamageTests {
  @Test(arguments: 0..<24)
  func anotherSpellingOfTheFilesIsTheSameListing(seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    var district = District()
    district["staff"] = """
      School_id,Staff_id,Staff_email,First_name,Last_name
      s1,7,a@example.org,"Ced""ar","Ash, the
      second"

      """
    let expected = try await district.listing()
    for (name, text) in district.files {
      district.files[name] = damaged(table(text), name, &random)
    }
    let found = try await district.listing()
    #expect(found.people == expected.people)
    #expect(found.notes == [])
    #expect(found.sections.map(\.key) == expected.sections.map(\.key))
    for (one, other) in zip(found.sections, expected.sections) {
      #expect(one.details == other.details)
      #expect(one.members == other.members)
    }
  }

  /// The rows of a plain text, read by other means: one cell of the districts has quotes.
  private func table(_ text: String) -> [[String]] {
    let (mark, cell) = ("\"Ced\"\"ar\",\"Ash, the\nsecond\"", "@")
    return text.replacing(mark, with: cell + "," + cell + cell).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map {
        $0 == "@" ? "Ced\"ar" : $0 == "@@" ? "Ash, the\nsecond" : String($0)
      }
    }
  }

  private func damaged(
    _ table: [[String]], _ name: String, _ random: inout SeededGenerator
  ) -> String {
    var rows = table
    // Columns moved, and one without a name among them.
    let order = (0...rows[0].count).shuffled(using: &random)
    rows = rows.enumerated().map { index, row in
      order.map { $0 == row.count ? (index == 0 ? "" : "x") : row[$0] }
    }
    rows[0] = rows[0].map { Bool.random(using: &random) ? $0.uppercased() : $0.lowercased() }
    if name != "sections.csv" {
      for row in rows.dropFirst() where Bool.random(using: &random) { rows.append(row) }
    }
    var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
    for (index, row) in rows.enumerated() {
      if Bool.random(using: &random) { text += [" \t", ",,", "\"\"", ""].randomElement()! + "\n" }
      text += row.map { quoted($0, &random) }.joined(separator: ",")
      let isLast = index == rows.count - 1
      if !isLast || Bool.random(using: &random) {
        text += ["\n", "\r\n", "\r"].randomElement(using: &random)!
      }
    }
    return text
  }

  private func quoted(_ cell: String, _ random: inout SeededGenerator) -> String {
    let needsQuotes = cell.contains { $0 == "\"" || $0 == "," || $0 == "\n" }
    guard needsQuotes || Bool.random(using: &random) else {
      return Bool.random(using: &random) ? " \(cell)\u{A0}\t" : cell
    }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
