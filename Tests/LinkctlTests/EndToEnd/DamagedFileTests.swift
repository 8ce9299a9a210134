import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// A file that cannot be trusted stops the import before anything is written, and the message names
/// the file.
@Suite struct DamagedFileTests {
  let place = Workplace()

  /// What is done to a file of the shipped district.
  enum Damage: String, CaseIterable, Sendable {
    case cutInQuotes, cutInLastRow, missingColumn, missingFile, emptyFile, utf16, latin1, folder
    case fifo, symbolicLink
  }

  private func apply(_ damage: Damage) throws -> (file: String, line: Int?) {
    try FileManager.default.copyItem(atPath: Workplace.fixture, toPath: place.path("next"))
    let students = "next/students.csv"
    let text = contents(of: place.path(students))
    switch damage {
    case .cutInQuotes:
      let quote = try #require(text.range(of: "\"Anna"))
      try place.write(String(text[..<quote.upperBound]), to: students)
      return ("students.csv", 3)
    case .cutInLastRow:
      let enrollments = contents(of: place.path("next/enrollments.csv"))
      let lines = enrollments.split(separator: "\n")
      try place.write(
        lines.dropLast().map { $0 + "\n" }.joined() + "0002,1000", to: "next/enrollments.csv")
      return ("enrollments.csv", lines.count)
    case .missingColumn:
      try place.write(text.replacingOccurrences(of: "Last_name", with: "Name"), to: students)
      return ("students.csv", nil)
    case .missingFile:
      try FileManager.default.removeItem(atPath: place.path("next/sections.csv"))
      return ("sections.csv", nil)
    case .emptyFile:
      try place.write("", to: students)
      return ("students.csv", nil)
    case .utf16:
      try place.write([UInt8](text.data(using: .utf16) ?? Data()), to: students)
      return ("students.csv", nil)
    case .latin1:
      let latin = text.replacingOccurrences(of: "Íñigo", with: "\u{1}").utf8
      try place.write(latin.map { $0 == 1 ? 0xCD : $0 }, to: students)
      return ("students.csv", 2)
    case .folder:
      try FileManager.default.removeItem(atPath: place.path(students))
      try FileManager.default.createDirectory(
        atPath: place.path(students), withIntermediateDirectories: false)
      return ("students.csv", nil)
    case .fifo:
      try FileManager.default.removeItem(atPath: place.path(students))
      try #require(mkfifo(place.path(students), 0o600) == 0)
      return ("students.csv", nil)
    case .symbolicLink:
      try FileManager.default.removeItem(atPath: place.path(students))
      try FileManager.default.createSymbolicLink(
        atPath: place.path(students), withDestinationPath: Workplace.fixture + "/students.csv")
      return ("students.csv", nil)
    }
  }

  @Test(arguments: Damage.allCases)
  func nothingIsWritten(damage: Damage) async throws {
    try await place.importFixture()
    let (before, status) = (try await place.state(), try await place.answer("store status"))
    let (file, line) = try apply(damage)
    let words = "import clever-csv next --provider lakeside --allow-removals"
    let failure = try await place.failure(words)
    #expect(failure["code"] == "invalid" || failure["code"] == "not_found")
    let told = "\(failure["problem"].string ?? "") \(failure["reason"].string ?? "")"
    #expect(told.contains(file), "\(told)")
    if let line { #expect(told.contains("line \(line)"), "\(told)") }
    #expect(failure["remedy"].string != nil)
    #expect(try await place.state() == before)
    #expect(try await place.answer("store status") == status)
    try await place.failure(words + " --dry-run")
  }

  @Test(arguments: Damage.allCases)
  func noStoreIsMade(damage: Damage) async throws {
    let file = try apply(damage).file
    let ending = await place.run("import clever-csv next --provider lakeside")
    #expect(ending.code == 1)
    #expect(ending.errors.contains(file))
    #expect(access(place.path("store.db"), F_OK) != 0)
  }

  @Test(arguments: ["next/schools.csv", "nowhere", "next/../none"])
  func aSourceThatIsNoFolderFails(source: String) async throws {
    _ = try apply(.emptyFile)
    try await place.failure("import clever-csv \(source) --provider lakeside")
  }
}
