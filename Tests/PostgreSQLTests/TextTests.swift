#if PostgreSQL
import Glibc
import Provisioning
import ProvisioningTesting
import Testing

@testable import ProvisioningPostgreSQL

/// Texts come back as they went in and are compared byte by byte, whatever the database makes of them.
@Suite(Server.isThere) struct TextTests {
  let places = Places()

  /// It takes accents and cases for the same, and digits for numbers.
  static let locale = "und-u-kn-true-ks-level1"

  @Test func everyCheckPassesInADatabaseThatSortsByLanguage() async throws {
    let server = try #require(Server.url)
    let name = "by_language_\(getpid())"
    try execute(
      """
      CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'
      LOCALE_PROVIDER icu ICU_LOCALE '\(Self.locale)' LOCALE 'C.UTF-8'
      """, at: server)
    let url = Server.url(ofDatabase: name, at: server)
    // The database sorts otherwise.
    #expect(try execute("SELECT 'a' < 'B' AND 'x9' < 'x10'", at: url) == "t")
    let maker = StoreMaker(lasting: { [places] in
      let place = try places.add(at: url)
      return { try await place.open() }
    })
    try await withThrowingTaskGroup { group in
      for check in AccountStoreContract.checks { group.addTask { try await check.run(on: maker) } }
      try await group.waitForAll()
    }
  }

  @Test func columnsThatAreComparedSayThatTheirBytesCount() async throws {
    let place = try places.add()
    let store = try await place.open()
    // A column of a key, or in an index, that follows the database's collation would show here.
    let left = try execute(
      """
      SELECT coalesce(string_agg(c.relname || '.' || a.attname, ' '), '')
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = i.indexrelid
      WHERE n.nspname = '\(place.schema)' AND c.relname <> 'store'
        AND a.attcollation NOT IN (0, 'pg_catalog."C"'::regcollation)
      """, at: place.url)
    #expect(left == "")
    await store.close()
  }

  @Test(arguments: [
    "\0", "a\0b", "\0\0", "\u{10FFFE}", "\u{10FFFE}0", "\u{10FFFE}1\0", "\u{10FFFF}",
  ])
  func textsWithNULComeBackByteForByte(text: String) async throws {
    #expect(Array(StoredText.decode(StoredText.encode(text)).utf8) == Array(text.utf8))
    #expect(!StoredText.encode(text).utf8.contains(0))
    let store = try await places.add().open()
    var changes = Sample.person("1", given: text)
    changes.accounts[0] = RowChange(
      key: Sample.account("1"), before: nil,
      after: Account.State(
        status: .active, primary: Sample.key("1"), local: LocalEdits([.schools: [text, "x"]])),
      revision: nil)
    try await store.commit(changes)
    let account = try #require(try await store.account(Sample.account("1")))
    #expect(account.asserted.given.map { Array($0.utf8) } == Array(text.utf8))
    let schools = account.state.local.values[.schools, default: []].map { Array($0.utf8) }
    #expect(schools == [Array(text.utf8), Array("x".utf8)])
    let found = try await store.accounts(matching: text, limit: 5)
    #expect(found.map(\.id) == [Sample.account("1")])
    // A search looks into the edits as JSON, which such a text must not break.
    #expect(try await store.accounts(matching: "nothing", limit: 5).isEmpty)
    await store.close()
  }
}
#endif
