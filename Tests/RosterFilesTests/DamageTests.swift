import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// The same listing written in another way is the same listing, or is refused with a remedy; one that
/// is cut off is none. What applies to JSON Lines is tested with these.
struct DamageTests {
  enum Form: CaseIterable {
    case clever, oneRoster11, oneRoster12
  }

  @Test(arguments: Form.allCases, 0..<24)
  func anotherSpellingOfTheFilesIsTheSameListing(form: Form, seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    var district = Self.district(form)
    let expected = try await district.listing()
    for (name, text) in district.files.sorted(by: { $0.key < $1.key }) {
      district.files[name] = damaged(table(text), name, &random)
    }
    let found = try await district.listing()
    #expect(found.people == expected.people)
    #expect(found.notes == expected.notes)
    #expect(found.sections == expected.sections)
  }

  /// A cut within a row is seen. One behind a row, or in its last cell, cannot be: then who is lost
  /// from a file of people or sections keeps every enrollment that other files still tell of. (What
  /// is lost from the enrollments themselves is for the limit on removals to see.)
  @Test(arguments: Form.allCases, 0..<60)
  func aFileThatIsCutOffLosesNothingInSilence(form: Form, seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    var district = Self.district(form)
    let whole = try await district.listing()
    let name = try #require(district.files.keys.sorted().randomElement(using: &random))
    let text = Array((district.files[name] ?? "").utf8)
    let header = try #require(text.firstIndex(of: Byte.lineFeed)) + 1
    let cut = Int.random(in: header...text.count, using: &random)
    let rest = String(decoding: text[..<cut], as: UTF8.self)
    district.files[name] = rest
    let rows = table(rest)
    let isWithinRow =
      rest.count { $0 == "\"" } % 2 == 1 || (rows.last?.count ?? 0) < (rows.first?.count ?? 0)
    guard !isWithinRow else {
      let error = try await district.error()
      #expect(error?.code == .invalid, "\(name) cut at \(cut)")
      #expect(error?.reason?.contains("cut off") == true, "\(name) cut at \(cut)")
      return
    }
    let listing = try await district.listing()
    guard name != "enrollments.csv" else { return }
    let found = Self.enrollments(of: listing)
    let protected = Self.protected(by: listing.notes)
    for lost in Self.enrollments(of: whole).subtracting(found) {
      #expect(protected.keep(lost), "\(name) cut at \(cut): \(lost)")
    }
  }

  enum Save: CaseIterable {
    case utf16, utf16Swapped, windows1252, semicolons, tabs, bars, separatorLine
  }

  @Test(
    "A file that a program saved in another form is refused, with the remedy",
    arguments: Form.allCases, Save.allCases)
  func saved(form: Form, save: Save) async throws {
    let district = Self.district(form)
    for (name, text) in district.files {
      let folder = try TemporaryFolder(district.files)
      try folder.write(saved(text, save), to: name)
      let error = await #expect(throws: ProvisioningError.self) {
        _ = try await District.importer(folder, layout: district.layout)
      }
      #expect(error?.code == .invalid)
      #expect(error?.problem.hasPrefix(name) == true)
      #expect(error?.reason?.hasPrefix("At line 1: ") == true)
      #expect(error?.remedy?.contains("UTF-8") == true)
    }
  }

  private func saved(_ text: String, _ save: Save) throws -> Data {
    func separated(by separator: String) -> Data {
      let rows = table(text).map { row in
        row.map { $0.contains { "\n\"\(separator)".contains($0) } ? quotes($0) : $0 }
          .joined(separator: separator)
      }
      return Data(rows.map { $0 + "\r\n" }.joined().utf8)
    }
    switch save {
    case .utf16: return try #require(("\u{FEFF}" + text).data(using: .utf16LittleEndian))
    case .utf16Swapped: return try #require(("\u{FEFF}" + text).data(using: .utf16BigEndian))
    case .windows1252: return try #require(("Élève," + text).data(using: .windowsCP1252))
    case .semicolons: return separated(by: ";")
    case .tabs: return separated(by: "\t")
    case .bars: return separated(by: "|")
    case .separatorLine: return Data("sep=;\r\n".utf8) + separated(by: ";")
    }
  }

  // MARK: Listings

  private static func district(_ form: Form) -> District {
    switch form {
    case .clever: break
    case .oneRoster11: return .oneRoster11()
    case .oneRoster12: return .oneRoster()
    }
    var district = District()
    district["staff"] = """
      School_id,Staff_id,Staff_email,First_name,Last_name
      s1,7,a@example.org,"Ced""ar","Ash, the
      second"

      """
    return district
  }

  private static func enrollments(of listing: ReadListing) -> Set<EnrollmentKey> {
    Set(
      listing.sections.flatMap { section in
        section.members.map { EnrollmentKey(section.key, $0.key) }
      })
  }

  /// What notes keep from ending, told by other means than the planner's.
  private struct Protected {
    var places: [RosterNote.Protected] = []

    func keep(_ enrollment: EnrollmentKey) -> Bool {
      places.contains { place in
        switch place {
        case .nothing: false
        case .person(let key): key == enrollment.key
        case .section(let key): key == enrollment.section
        case .enrollment(let section, let key): EnrollmentKey(section, key) == enrollment
        case .allPeople, .allSections, .allEnrollments: true
        }
      }
    }
  }

  private static func protected(by notes: [RosterNote]) -> Protected {
    Protected(
      places: notes.map { note in
        switch note.kind {
        case .rejected(let place), .warning(let place): place
        }
      })
  }

  // MARK: Damage

  /// The rows of a text, read by other means than the importer's: character by character.
  private func table(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var (row, cell, isQuoted): ([String], String, Bool) = ([], "", false)
    for character in text {
      switch character {
      case "\"": isQuoted.toggle(); cell.append(character)
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.append(character)
      }
    }
    if !row.isEmpty || !cell.isEmpty { rows.append(row + [cell]) }
    return rows.map { row in
      row.map { cell in
        guard cell.hasPrefix("\"") else { return cell }
        return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"")
      }
    }
  }

  private func damaged(
    _ table: [[String]], _ name: String, _ random: inout SeededGenerator
  ) -> String {
    var rows = table
    // Columns moved, and one without a name and one that nobody knows among them.
    let order = (0..<rows[0].count + 2).shuffled(using: &random)
    rows = rows.enumerated().map { index, row in
      let more = index == 0 ? ["", "Column from elsewhere"] : ["x", "\"y\", z"]
      return order.map { (row + more)[$0] }
    }
    rows[0] = rows[0].map { Bool.random(using: &random) ? $0.uppercased() : $0.lowercased() }
    if name != "sections.csv", name != "classes.csv" {
      for row in rows.dropFirst() where Bool.random(using: &random) { rows.append(row) }
    }
    // Some exports end each row in blank cells.
    let blanks = [String](repeating: "", count: Int.random(in: 0...2, using: &random))
    if Bool.random(using: &random) { rows[0] += blanks }
    var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
    if Bool.random(using: &random) {
      text += ["sep=,\r\n", "\"sep=\",\n"].randomElement(using: &random)!
    }
    for (index, row) in rows.enumerated() {
      if Bool.random(using: &random) {
        text += [" \t", ",,", "\"\"", ""].randomElement(using: &random)! + "\n"
      }
      let isLast = index == rows.count - 1
      var cells = index == 0 ? row : row + blanks
      // The first row tells how long the others may be, the last one that nothing is cut off.
      if index > 1, !isLast, Bool.random(using: &random) {
        cells.removeLast(cells.reversed().prefix { $0.isEmpty }.count)
      }
      text += cells.map { quoted($0, &random) }.joined(separator: ",")
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
    return quotes(cell)
  }

  private func quotes(_ cell: String) -> String {
    "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
