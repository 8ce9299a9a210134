import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// Input and surroundings as an enemy would choose them: an error that says what is wrong, never a
/// crash, never a hang, never much memory.
@Suite(.timeLimit(.minutes(15))) struct HostileTests {
  let place = Workplace()
  private static let mebibyte = 1 << 20

  /// A copy of the shipped district with more at the end of a file.
  private func district(appending parts: [String: Int], to file: String) throws {
    try FileManager.default.copyItem(atPath: Workplace.fixture, toPath: place.path("next"))
    let stream = try #require(fopen(place.path("next/" + file), "ae"))
    defer { fclose(stream) }
    for (part, count) in parts.sorted(by: { $0.key < $1.key }) {
      let block = String(repeating: part, count: max(1, min(count, 1 << 16 / part.utf8.count)))
      for _ in 0..<count * part.utf8.count / block.utf8.count { fputs(block, stream) }
    }
  }

  private func importing(_ words: String = "") async -> Ending {
    await place.run("import clever-csv next --provider lakeside" + words)
  }

  @Test(arguments: [
    ["0001,7,7,7,": 1, "xxxxxxxxxxxxxxxx": 200 * mebibyte / 16],
    ["0001,7,7,7,\"": 1, "x\n\"\"xxxxxxxxxxxx": 200 * mebibyte / 16],
    ["0001,7,7,7,A,,A,,,,,,,,": 1, "0,": 1_000_000], ["\u{FE}": 1_000_000],
  ])
  func boundlessFieldsAndRowsStopTheImport(parts: [String: Int]) async throws {
    try district(appending: parts, to: "students.csv")
    let ending = await importing()
    #expect(ending.code == 1)
    #expect(ending.errors.contains("students.csv"))
    #expect(ending.errors.contains("line 65"))
    #expect(ending.peakMemory > 0 && ending.peakMemory < 256 * Self.mebibyte)
    #expect(access(place.path("store.db"), F_OK) != 0, "not even an empty store is made")
  }

  @Test func aMillionBlankLinesAreNothing() async throws {
    try district(appending: ["\r\n": 1_000_000], to: "students.csv")
    let ending = await importing(" --format json")
    #expect(ending.code == 0)
    let report = try StrictJSON.document(ending.output.dropLast())
    #expect(report["accounts"]["created"] == 68)
    #expect(report["rejected"].items.count == 2)
    #expect(ending.peakMemory < 256 * Self.mebibyte)
  }

  @Test func identifiersThatOnlyLookAlikeAreToldApartOrRejected() async throws {
    var district = DistrictFiles.shipped
    let before = district.files["students"]?.count ?? 0
    let ids = [
      "nul\u{0}", "a b", "caf\u{E9}", "cafe\u{301}", "a\tb", "\u{202E}x", "x\u{1F}",
      String(repeating: "9", count: 256),
    ]
    district.files["students"]? += ids.map { "0001,\($0),,,Fenwick,,Nilo,,,,,,,," }
    let good = ["a/b", "../a", "A", "a", "a:b", "a;b", "'", String(repeating: "9", count: 200)]
    district.files["students"]? += good.map { "0001,\($0),,,Fenwick,,Nilo,,,,,,,," }
    try district.write(to: "next", in: place)
    let ending = await importing(" --format json")
    #expect(ending.code == 0)
    let report = try StrictJSON.document(ending.output.dropLast())
    #expect(report["accounts"]["created"].number == 68 + good.count)
    let lines = report["rejected"].items.filter { $0["file"] == "students.csv" }
    let rejected = lines.compactMap { $0["line"].number }.filter { $0 > before }
    #expect(rejected == ids.indices.map { before + 1 + $0 })
    #expect(try await place.rows("account find lakeside:student/A").count == 1)
    try await place.expectSound()
    #expect(try await place.answer("import clever-csv next --provider lakeside")["entries"] == 0)
  }

  @Test func namesAreShownWithoutTheirControlCharacters() async throws {
    let name = "\u{1B}[31mred\u{7}\u{202E}"
    let ending = await place.run([
      "sign-in", "--provider", "a", "--subject", "s", "--role", "student", "--given-name", name,
    ])
    #expect(ending.code == 0)
    for line in ["account list", "account show a:s", "account find a:s"] {
      let shown = await place.run(line)
      #expect(shown.code == 0)
      #expect(shown.output.contains("red"))
      #expect(!shown.output.contains("\u{1B}") && !shown.output.contains("\u{7}"), "\(line)")
    }
    #expect(try await place.answer("account show a:s")["name"]["given"].string == name)
  }

  // MARK: The store's file

  @Test func whatIsNoStoreIsLeftAlone() async throws {
    try place.write(
      "this is no database, and longer than a header of one hundred bytes: "
        + String(repeating: "x", count: 5000), to: "text.db")
    try FileManager.default.createDirectory(
      atPath: place.path("folder.db"), withIntermediateDirectories: false)
    try #require(mkfifo(place.path("fifo.db"), 0o600) == 0)
    let text = bytes(of: place.path("text.db"))
    for name in ["text.db", "folder.db", "fifo.db", "/dev/null", "/dev/zero", "no/such/folder.db"] {
      for command in ["status", "init"] {
        let ending = await place.run(["store", command], store: "sqlite:\(name)")
        #expect([1, 69].contains(ending.code), "\(name): \(ending.code)")
        #expect(ending.errors.contains("remedy:"), "\(name): \(ending.errors)")
      }
    }
    #expect(bytes(of: place.path("text.db")) == text)
  }

  @Test func anEmptyFileIsAMissingStore() async throws {
    try place.write("", to: "store.db")
    #expect(try await place.failure("store status")["code"] == "not_found")
    #expect(try await place.answer("store init")["created"] == true)
    try await place.expectSound()
  }

  @Test func aStoreBehindASymbolicLinkIsOneStore() async throws {
    try await place.importFixture()
    try FileManager.default.createSymbolicLink(
      atPath: place.path("other.db"), withDestinationPath: place.path("store.db"))
    let ending = await place.run(
      "sign-in --provider a --subject s --role student".split(separator: " ").map(String.init),
      store: "sqlite:other.db")
    #expect(ending.code == 0)
    #expect(try await place.answer("store status")["links"] == 69)
    #expect(access(place.path("other.db-lock"), F_OK) != 0)
  }

  @Test(arguments: [
    "a b.db", "ä.db", "-x.db", "a?mode=memory", "file:x.db", "a'b;c.db", "a\nb.db", "%41.db",
    ":memory:", "a:b:c.db",
  ])
  func oddNamesAreNames(name: String) async throws {
    let ending = await place.run(["store", "init"], store: "sqlite:\(name)")
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(access(place.path(name), F_OK) == 0)
    #expect(await place.run(["store", "status"], store: "sqlite:\(name)").code == 0)
  }

  @Test(.disabled(if: geteuid() == 0, "the super-user may write anywhere"))
  func aFolderThatCannotBeWrittenIsUnavailable() async throws {
    try place.write("", to: "x")
    chmod(place.folder, 0o500)
    defer { chmod(place.folder, 0o700) }
    #expect(await place.run(["store", "init"], store: "sqlite:new.db").code == 69)
  }

  @Test func copiesGoOnlyIntoEmptyFolders() async throws {
    try await place.importFixture()
    for target in ["files:/dev/null", "files:\(place.folder)", "files:no/such/folder", "sqlite:x"] {
      try await place.failure(
        "store copy --state-only --to \(target)",
        code:
          target
          .hasPrefix("files:/dev") || target.contains("no/such") ? 69 : 1)
    }
  }

  // MARK: Standard output

  @Test(arguments: ["account list", "history", "help", "store verify --format json", "version"])
  func anAnswerThatCannotBeWrittenFails(line: String) async throws {
    try await place.importFixture()
    let before = bytes(of: place.path("store.db"))
    let words = line.split(separator: " ").map(String.init)
    for output in [OutputPlace.file("/dev/full"), .closed] {
      let ending = await place.run(words, output: output)
      #expect(ending.code == 1)
      #expect(ending.errors.contains("could not be written"), "\(ending.errors)")
    }
    #expect(bytes(of: place.path("store.db")) == before)
    try await place.expectSound()
  }

  // MARK: Words

  @Test func veryLongWordsAreUsageErrors() async throws {
    let long = String(repeating: "x", count: 100_000)
    for words in [[long], ["account", "show", long], ["store", "--" + long], ["--format", long]] {
      let ending = await place.run(words)
      #expect([1, 64].contains(ending.code))
    }
    let signIn = await place.run([
      "sign-in", "--provider", "a", "--subject", long, "--role", "student",
    ])
    #expect(signIn.code == 64)
    let name = await place.run([
      "sign-in", "--provider", "a", "--subject", "s", "--role", "student", "--given-name", long,
    ])
    #expect(name.code == 0)
    #expect(try await place.answer("account show a:s")["name"]["given"].string == long)
  }

  @Test func twoDashesEndTheOptions() async throws {
    try await place.answer("store init")
    #expect(await place.run(["account", "find", "--", "--help"]).output == "")
    #expect(await place.run(["account", "find", "--", "--help"]).code == 0)
    #expect(await place.run(["account", "find", "--help"]).output.hasPrefix("Usage:"))
    #expect(await place.run(["--", "account", "find", "x"]).code == 0)
    #expect(await place.run(["account", "find", "--"]).code == 64)
  }
}
