import Foundation
import Provisioning
import ProvisioningRosterFiles
import Testing

/// Whatever bytes the files hold, the importer gives a sound listing or an error that says why.
struct FuzzTests {
  @Test(arguments: [RosterFileLayout.cleverCSV, .oneRoster], 0..<60)
  func brokenBytesNeverBreakTheListing(layout: RosterFileLayout, seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    let district = layout == .cleverCSV ? District() : District.oneRoster()
    let folder = try TemporaryFolder(district.files)
    let files = district.files.sorted { $0.key < $1.key }
    for (name, text) in files where Bool.random(using: &random) {
      try folder.write(broken(Data(text.utf8), &random), to: name)
    }
    do {
      let listing = try await ReadListing(of: District.importer(folder, layout: layout))
      let people = listing.people.map(\.key)
      #expect(Set(people).count == people.count)
      #expect(Set(listing.sections.map(\.key)).count == listing.sections.count)
      for section in listing.sections {
        let members = section.members.map(\.key)
        #expect(Set(members).count == members.count)
        // A broken manifest may make it a listing of changes, which speaks of others too.
        #expect(layout == .oneRoster || Set(members).isSubset(of: people))
        let primaries = section.members.count { $0.role == .primaryTeacher }
        #expect(layout == .cleverCSV ? primaries == 1 : primaries <= 1)
      }
    } catch let error as ProvisioningError {
      #expect(error.reason != nil)
      #expect(error.remedy != nil)
      #expect(error.code != .cancelled)
    }
  }

  private func broken(_ data: Data, _ random: inout SeededGenerator) -> Data {
    var data = data
    let bytes: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0x20, 0xC2, 0xA0, 0xEF, 0x31, 0x61]
    // The header is spared more often than not, or nothing behind it would be tried.
    let start = Int.random(in: 0..<4, using: &random) == 0 ? 0 : data.firstIndex(of: 0x0A)! + 1
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: min(start, data.count)...data.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: data.insert(bytes.randomElement(using: &random)!, at: place)
      case 1 where place < data.count: data[place] = bytes.randomElement(using: &random)!
      case 2 where place < data.count: data.remove(at: place)
      default: if Int.random(in: 0..<6, using: &random) == 0 { data = data.prefix(place) }
      }
    }
    return data
  }
}
