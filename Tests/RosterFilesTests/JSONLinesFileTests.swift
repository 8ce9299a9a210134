import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// Files that cannot be trusted as a whole stop the import; the same listing written in another way
/// is the same listing.
struct JSONLinesFileTests {
  private static let good = Array(JSONLines.small.text.utf8)

  private func reason(of bytes: [UInt8]) async throws -> String? {
    try await JSONLines.error(bytes)?.reason
  }

  @Test func whatCannotBeTrustedStopsTheImport() async throws {
    #expect(try await reason(of: []) == "It holds nothing.")
    #expect(try await reason(of: Array("\n \r\n".utf8)) == "It holds nothing.")
    #expect(
      try await reason(of: Self.good + [0xFF, 0x0A]) == "At line 6: The text is not UTF-8.")
    #expect(
      try await reason(of: Array("School_id,School_name\n".utf8))
        == "At line 1: The first line is no JSON object.")
    #expect(
      try await reason(of: Array("[\n".utf8) + Self.good)
        == "At line 1: The first line is no JSON object.")
    #expect(try await reason(of: [0xFF, 0xFE] + Self.good) == "At line 1: The text is not UTF-8.")
    #expect(
      try await reason(of: Self.good.flatMap { [$0, 0] })
        == "At line 1: The first line is no JSON object.", "UTF-16")
  }

  @Test(arguments: [
    #"{"departed":{"person":"s-1"}}"#, #"{"enrollments":{"subject_id":"7","members":[]}}"#,
  ])
  func aListingOfChangesIsNotTakenForAWholeOne(line: String) async throws {
    #expect(
      try await reason(of: Self.good + Array(line.utf8))
        == "At line 6: The line is one of a listing of changes.")
  }

  @Test func aLineWithoutEndIsRefusedAndTakesLittleMemory() async throws {
    let start = Array(#"{"person":{"subject":"s-1","role":"student","email":""#.utf8)
    let endless = start + [UInt8](repeating: 0x61, count: LineReader.limit + 1)
    #expect(
      try await reason(of: Self.good + endless) == "At line 6: The line holds more than 8 MiB.")
    let room = LineReader.limit - start.count - 3
    let longest = start + [UInt8](repeating: 0x61, count: room) + Array("\"}}".utf8)
    #expect(try await reason(of: longest) == nil)
  }

  @Test func aFileThatIsCutOffAnywhereIsNeverTakenForLess() async throws {
    let whole = try await JSONLines.small.listing()
    var count = 0
    for end in 1..<Self.good.count {
      let bytes = Array(Self.good[..<end])
      let isAtLineEnd = bytes.last == 0x0A || Self.good[end] == 0x0A
      guard !isAtLineEnd else { continue }
      count += 1
      #expect(try await JSONLines.error(bytes) != nil, "cut off at byte \(end)")
    }
    #expect(count > 500)
    #expect(try await JSONLines.listing(Self.good.dropLast()) == whole, "the last line end")
  }

  @Test(arguments: 0..<40)
  func anotherSpellingIsTheSameListing(seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    var bytes: [UInt8] = Bool.random(using: &random) ? [0xEF, 0xBB, 0xBF] : []
    for line in JSONLines.small.lines {
      if Bool.random(using: &random) {
        bytes += Array(["\n", "\r\n", " \t\n"].randomElement(using: &random)!.utf8)
      }
      bytes += try respelled(line, &random).utf8
      bytes += (Bool.random(using: &random) ? "\r\n" : "\n").utf8
      // A person who comes twice counts once.
      if line.contains(#"{"person""#), Bool.random(using: &random) {
        bytes += Array((line + "\n").utf8)
      }
    }
    if Bool.random(using: &random) { bytes.removeLast() }
    #expect(try await JSONLines.listing(bytes) == JSONLines.small.listing())
  }

  @Test(arguments: 0..<60)
  func brokenBytesNeverLoseAnythingInSilence(seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    var bytes = Self.good
    let signs: [UInt8] = [0x22, 0x7B, 0x7D, 0x2C, 0x0A, 0x00, 0x5C, 0xC2, 0x31, 0x5D]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.insert(signs.randomElement(using: &random)!, at: place)
      case 1: bytes[place] = signs.randomElement(using: &random)!
      default: bytes.remove(at: place)
      }
    }
    do {
      let listing = try await JSONLines.listing(bytes)
      try expectNothingLost(in: listing)
    } catch let error as ProvisioningError {
      #expect(error.reason != nil && error.remedy != nil)
    }
  }

  /// Whoever was in the undamaged listing is listed, or protected by a rejected line, or stands there
  /// under a name that the damage made.
  private func expectNothingLost(in listing: ReadListing) throws {
    let protected = listing.rejected.compactMap { note -> RosterNote.Protected? in
      if case .rejected(let protected) = note.kind { protected } else { nil }
    }
    let isAllKept = protected.contains(.allSections)
    for key in ["7", "8"].map({ section($0) }) {
      let isListed = listing.sections.contains { $0.key == key }
      let isRenamed = listing.sections.contains { !["7", "8"].contains($0.key.subject.rawValue) }
      let isNamed =
        protected.contains(.section(key))
        || protected.contains { other in
          if case .section(let named) = other {
            named.subject.rawValue != "7" && named.subject.rawValue != "8"
          } else {
            false
          }
        }
      #expect(isListed || isAllKept || isNamed || isRenamed)
    }
    #expect(Set(listing.people.map(\.key)).count == listing.people.count)
    for section in listing.sections {
      #expect(Set(section.members.map(\.key)).isSubset(of: listing.people.map(\.key)))
    }
  }

  /// The same objects with their keys in another order and white space between.
  private func respelled(
    _ line: String, _ random: inout SeededGenerator
  ) throws -> String {
    try text(of: JSONSerialization.jsonObject(with: Data(line.utf8)), &random)
  }

  private func text(of value: Any, _ random: inout SeededGenerator) -> String {
    let space = ["", " ", "\t"].randomElement(using: &random)!
    switch value {
    case let object as [String: Any]:
      let members = object.keys.sorted().shuffled(using: &random).map { key in
        "\"\(key)\"\(space):" + text(of: object[key]!, &random)
      }
      return "{\(space)" + members.joined(separator: ",\(space)") + "}"
    case let list as [Any]:
      return "[\(space)" + list.map { text(of: $0, &random) }.joined(separator: "\(space),") + "]"
    default:
      let text = "\(value)"
      guard Bool.random(using: &random), let first = text.utf16.first else { return "\"\(text)\"" }
      let digits = String(first, radix: 16, uppercase: Bool.random(using: &random))
      let code = String(repeating: "0", count: 4 - digits.count) + digits
      return "\"\\u\(code)\(text.dropFirst())\""
    }
  }
}
