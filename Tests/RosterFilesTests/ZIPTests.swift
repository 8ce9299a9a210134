import CZip
import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

/// ZIPs in place of folders, honest and hostile ones.
struct ZIPTests {
  private static let central: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
  private static let local: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  private static let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

  @Test(
    "A ZIP is the same listing as the folder, with the same fingerprint",
    arguments: ["", "export/", "a/b/", "export\\"], [RosterFileLayout.cleverCSV, .oneRoster])
  func sameAsFolder(folder: String, layout: RosterFileLayout) async throws {
    let district = layout == .cleverCSV ? District() : District.oneRoster()
    let fromFolder = try await District.importer(
      TemporaryFolder(district.files), layout: layout)
    let fromZIP = try await open(MadeZIP(district.files, in: folder).data(), layout)
    #expect(fromZIP.fingerprint() == fromFolder.fingerprint())
    #expect(try await ReadListing(of: fromZIP) == ReadListing(of: fromFolder))
    #expect(fromZIP.totals == fromFolder.totals)
  }

  @Test func whatIsNoRosterFileIsPassedOver() async throws {
    var zip = MadeZIP(District().files)
    for name in [
      "__MACOSX/students.csv", "__MACOSX/._students.csv", ".students.csv", ".old/students.csv",
      "../students.csv", "readme.txt", "students.csv.bak", "notes/",
    ] { zip.entries.append(.init(name: name, content: Data("x".utf8))) }
    let listing = try await ReadListing(of: open(zip.data()))
    #expect(listing == (try await District().listing()))
  }

  @Test func namesMatchInAnyCaseAndNotesSpellThemAsTheyAre() async throws {
    var files = District().files
    files["Students.CSV"] = District()["students"] + "s1,103,,Ash,,,,,,\n"
    files["students.csv"] = nil
    let listing = try await ReadListing(of: open(MadeZIP(files).data()))
    #expect(listing.notes.map(\.file) == ["Students.CSV"])
  }

  @Test(
    "A file twice, or files in different folders, are refused",
    arguments: [
      ("STUDENTS.csv", "It holds students.csv more than once"),
      ("old/students.csv", "It holds students.csv more than once"),
      ("old/staff.csv", "Its roster files lie in different folders."),
    ])
  func twice(name: String, reason: String) async throws {
    var zip = MadeZIP(District().files)
    zip.entries.append(.init(name: name, content: Data("x".utf8)))
    try await expectRefusal(zip.data(), reason)
  }

  @Test func anEncryptedEntryIsRefused() async throws {
    let data = try changing { archive, index in
      zip_file_set_encryption(archive, index, UInt16(ZIP_EM_AES_256), "secret")
    }
    try await expectRefusal(data, "students.csv is encrypted.")
  }

  @Test func aLinkIsRefused() async throws {
    let data = try changing { archive, index in
      zip_file_set_external_attributes(
        archive, index, 0, UInt8(ZIP_OPSYS_UNIX), UInt32(S_IFLNK | 0o777) << 16)
    }
    try await expectRefusal(data, "students.csv is no regular file")
  }

  @Test func anotherCompressionIsRefused() async throws {
    let data = try changing { archive, index in
      zip_set_file_compression(archive, index, ZIP_CM_BZIP2, 0)
    }
    try await expectRefusal(data, "students.csv is packed by method 12")
  }

  @Test func aWrongChecksumIsRefused() async throws {
    let data = try stored().patched(at: Array("Rowan".utf8)) { $0[$1] = 0x72 }
    try await expectRefusal(data, "students.csv is damaged: its checksum does not fit.")
  }

  @Test("An absurd size is refused before anything is unpacked", arguments: [UInt64(0xFFFF_FFF0)])
  func absurdSize(size: UInt64) async throws {
    let data = try stored().patched(at: Self.central) { $0.write(size, bytes: 4, at: $1 + 24) }
    try await expectRefusal(data, "would unpack to over 250 times its packed size.")
  }

  @Test func aPackedSizeBeyondTheFileIsRefused() async throws {
    let data = try stored().patched(at: Self.central) { $0.write(1 << 30, bytes: 4, at: $1 + 20) }
    try await expectRefusal(data, "is absurd.")
  }

  @Test func anEntryThatHoldsMoreThanItDeclaresIsRefused() async throws {
    var zip = MadeZIP(District().files)
    zip.entries[3].content = Data(repeating: 0x61, count: 1 << 20)
    let data = try zip.data().patched(at: Self.central) { $0.write(100, bytes: 4, at: $1 + 24) }
    try await expectRefusal(data, "is damaged")
  }

  @Test func aBombIsRefusedBeforeItIsUnpacked() async throws {
    var zip = MadeZIP(District().files)
    zip.entries[3].content = Data(repeating: 0x61, count: 64 << 20)
    try await expectRefusal(zip.data(), "would unpack to over 250 times its packed size.")
  }

  @Test func entriesThatShareTheirBytesAreRefused() async throws {
    // All entries lead to the largest one's bytes, and call them theirs.
    var zip = MadeZIP(District().files)
    var random = SeededGenerator(1)
    let noise = Data((0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) })
    for index in zip.entries.indices { zip.entries[index].content = noise }
    zip.entries = zip.entries.map { entry in
      var entry = entry
      entry.change = { zip_set_file_compression($0, $1, ZIP_CM_STORE, 0) }
      return entry
    }
    let whole = try zip.data()
    var shared = MadeZIP([zip.entries[0].name: ""])
    shared.entries = [zip.entries[0]]
    let one = try shared.data()
    // The one entry's bytes, then the directory of five that all begin at 0.
    let directory = try #require(whole.range(of: Data(Self.central)))
    let bytes = one[..<(try #require(one.range(of: Data(Self.central))).lowerBound)]
    var data = bytes + whole[directory.lowerBound...]
    data = data.patched(at: Self.central) { $0.write(0, bytes: 4, at: $1 + 42) }
    data = data.patched(at: Self.end) { $0.write(UInt64(bytes.count), bytes: 4, at: $1 + 16) }
    try await expectRefusal(Data(data), "Its entries overlap.")
  }

  @Test func anEndlessListOfEntriesIsRefusedBeforeItIsRead() async throws {
    let data = try stored().patched(at: Self.end) { $0.write(1 << 24, bytes: 4, at: $1 + 12) }
    try await expectRefusal(data, "The list of its entries is longer than 1048576 bytes.")
    var zip = MadeZIP([:])
    for number in 0..<20_000 {
      zip.entries.append(.init(name: "some/long/name/of/a/file/\(number)", content: Data()))
    }
    try await expectRefusal(zip.data(), "The list of its entries is longer than 1048576 bytes.")
  }

  @Test(arguments: [0, 1, 21, 22, 100, 400, 1000])
  func aZIPThatIsCutOffIsRefused(size: Int) async throws {
    let data = try MadeZIP(District().files).data()
    try await expectRefusal(data.prefix(size), "It is neither a folder nor a ZIP")
  }

  @Test(arguments: 0..<200)
  func brokenBytesNeverBreakTheListing(seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    let whole = try await District().listing()
    var data = try MadeZIP(District().files).data()
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      data[Int.random(in: 0..<data.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    do {
      let listing = try await ReadListing(of: open(data))
      #expect(listing.people == whole.people)
      #expect(listing.sections == whole.sections)
    } catch let error as ProvisioningError {
      #expect(error.reason != nil)
      #expect(error.remedy != nil)
    }
  }

  // MARK: Making

  /// The district's ZIP, where `change` was made to students.csv.
  private func changing(_ change: @escaping (OpaquePointer, UInt64) -> Void) throws -> Data {
    var zip = MadeZIP(District().files)
    for index in zip.entries.indices where zip.entries[index].name == "students.csv" {
      zip.entries[index].change = change
    }
    return try zip.data()
  }

  /// The district's ZIP, not compressed.
  private func stored() throws -> Data {
    var zip = MadeZIP(District().files)
    for index in zip.entries.indices {
      zip.entries[index].change = { zip_set_file_compression($0, $1, ZIP_CM_STORE, 0) }
    }
    return try zip.data()
  }

  private func open(
    _ data: Data, _ layout: RosterFileLayout = .cleverCSV
  ) async throws -> RosterFileImporter {
    let folder = try TemporaryFolder()
    try folder.write(data, to: "export.zip")
    return try await RosterFileImporter.open(
      layout, at: folder.path + "/export.zip", provider: District.feed, district: "d1")
  }

  private func expectRefusal(_ data: Data, _ reason: String) async throws {
    let error = await #expect(throws: ProvisioningError.self) { _ = try await open(data) }
    #expect(error?.code == .invalid)
    #expect(error?.problem == "export.zip cannot be imported, so nothing was.")
    #expect(error?.reason?.contains(reason) == true, "\(error?.reason ?? "no reason")")
    #expect(error?.remedy != nil)
  }
}
