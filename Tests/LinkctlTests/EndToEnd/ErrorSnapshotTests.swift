import ProvisioningTesting
import CSQLite
import Foundation
import Testing

@testable import linkctl

/// What can go wrong for a user of linkctl, each with the command that provokes it, as text in
/// `Snapshots`. IDs are written as ID, the folder as FOLDER.
@Suite(.timeLimit(.minutes(15))) struct ErrorSnapshotTests {
  let place = Workplace()

  /// Runs words that must fail, and compares what they say.
  private func expectError(
    _ name: String, _ words: [String], store: String? = "sqlite:store.db",
    output: OutputPlace = .collected, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let ending = await place.run(words, store: store, output: output)
    #expect(ending.code != 0, "\(words)", sourceLocation: sourceLocation)
    let text = ending.errors.replacing(/\b[a-z]1[0-9a-z]{16,20}\b/, with: "ID")
      .replacing(place.folder, with: "FOLDER")
    try Snapshot.expect(text, isIn: "error-" + name, sourceLocation: sourceLocation)
  }

  private func words(_ line: String) -> [String] {
    line.split(separator: " ").map { $0 == "''" ? "" : String($0.replacing("+", with: " ")) }
  }

  @Test(arguments: [
    ("no-json", "{store: 'x'"), ("no-object", "{gate: 3}"),
    ("unknown-key", "{\n  gate: {role: ['student']}\n}"), ("no-list", "{gate: {roles: 'staff'}}"),
    ("no-text", "{store: 5}"), ("no-role", "{gate: {roles: ['pupil']}}"),
    ("no-word", "{signIn: {student: 'maybe'}}"), ("feeds", "{feeds: []}"),
    ("feed-name", "{feeds: {'Lake Side': {district: 'd'}}}"),
    ("removals", "{limits: {removals: [25]}}"),
    ("http", "{clever: {\nredirectURIs: ['http://app.example/callback']}}"),
    ("host", "{clever: {data: 'http://clever.test'}}"),
  ])
  func configuration(name: String, text: String) async throws {
    try place.write(text, to: "c.json")
    try await expectError("configuration-" + name, words("--config c.json gate show"), store: nil)
  }

  /// A space within a word is written as a plus sign.
  @Test(arguments: [
    ("flag-with-value", "store status --quiet=1"),
    ("option-twice", "store status --format text --format json"),
    ("option-without-value", "store status --format"), ("empty-find", "account find ''"),
    ("bad-section", "section show x"), ("bad-link", "link remove x"),
    ("bad-provider", "sign-in --provider A_B --subject 1 --role student"),
    ("bad-subject", "sign-in --provider a --subject x+y --role student"),
    ("bad-roles", "sign-in --provider a --subject x --roles student,pupil"),
    ("bare-sign-in", "sign-in"), ("no-identity", "sign-in --identity nowhere.json"),
    ("bad-identity", "sign-in --identity notes.txt"),
    ("no-shell", "completions tcsh"), ("json", "account show a1 --format json"),
  ])
  func wordsAndFiles(name: String, line: String) async throws {
    try place.write("Some notes.\n", to: "notes.txt")
    try await expectError(name, words(line))
  }

  @Test(arguments: [
    ("store-is-a-folder", "--store sqlite:. store status"),
    ("store-without-name", "--store sqlite: store status"),
    ("store-of-another-kind", "--store sqlite:notes.txt store status"),
    ("store-in-no-folder", "--store sqlite:nowhere/store.db store init"),
  ])
  func places(name: String, line: String) async throws {
    try place.write(String(repeating: "Some notes.\n", count: 100), to: "notes.txt")
    try await expectError(name, words(line), store: nil)
  }

  @Test func aFullDisk() async throws {
    try await expectError("answer-not-written", ["version"], output: .file("/dev/full"))
  }

  @Test(arguments: [
    ("link-to-another", "link add a:one --to b:two"),
    ("link-to-disabled", "link add c:three --to d:off"),
    ("merge-disabled", "merge d:off --into a:one --yes"),
    ("move-unconfirmed", "link move a:one --to b:two"), ("held-nothing", "held show nothing"),
    ("history-nobody", "history --account e:nobody"),
    ("bad-account", "account show a+b"), ("bad-run", "history --run a+b"),
    ("bad-entry", "undo a+b"),
  ])
  func accountsInUse(name: String, line: String) async throws {
    for key in ["a:one", "b:two", "d:off"] {
      let parts = key.split(separator: ":")
      try await place.answer("sign-in --provider \(parts[0]) --subject \(parts[1]) --role student")
    }
    #expect(await place.run("account disable d:off").code == 0)
    try await expectError(name, words(line))
  }

  @Test func aStoreThatIsBusy() async throws {
    try await place.answer("store init")
    try await withDatabase { database in
      #expect(sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
      try await expectError("busy", words("sign-in --provider a --subject b --role student"))
    }
  }

  @Test func aStoreOfANewerVersion() async throws {
    try await place.answer("store init")
    try await withDatabase { database in
      #expect(sqlite3_exec(database, "PRAGMA user_version = 99", nil, nil, nil) == SQLITE_OK)
    }
    try await expectError("newer-store", words("store status"))
  }

  @Test func aStoreThatIsDamaged() async throws {
    try await place.importFixture()
    var content = bytes(of: place.path("store.db"))
    for index in content.indices.dropFirst(4096) { content[index] = 0x55 }
    try place.write(content, to: "store.db")
    try await expectError("damaged-store", words("account list"))
  }

  private func withDatabase(_ body: (OpaquePointer?) async throws -> Void) async throws {
    var database: OpaquePointer?
    #expect(sqlite3_open(place.path("store.db"), &database) == SQLITE_OK)
    defer { sqlite3_close(database) }
    try await body(database)
  }

  /// Problem, reason, remedy: an error without any help leaves an admin alone at night.
  @Test func everyErrorSaysWhatHelps() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Snapshot.folder.path)
    let errors = names.filter { $0.hasPrefix("error-") }
    #expect(errors.count > 70)
    for name in errors {
      let text = contents(of: Snapshot.folder.appending(path: name).path)
      let helps = ["\nremedy: ", "\"remedy\":\"", "Usage: "].contains { text.contains($0) }
      #expect(helps, "\(name): \(text)")
    }
  }
}
