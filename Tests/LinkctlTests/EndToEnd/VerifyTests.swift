import ProvisioningTesting
import CSQLite
import Testing

@testable import linkctl

/// `store verify` finds what another program did to the store's file.
@Suite struct VerifyTests {
  let place = Workplace()

  /// Changes the file behind the store's back.
  private func damage(_ statement: String) throws {
    var database: OpaquePointer?
    defer { sqlite3_close_v2(database) }
    try #require(sqlite3_open(place.path("store.db"), &database) == SQLITE_OK)
    try #require(
      sqlite3_exec(database, "PRAGMA foreign_keys = OFF; " + statement, nil, nil, nil) == SQLITE_OK,
      "\(String(cString: sqlite3_errmsg(database)))")
  }

  @Test(arguments: [
    (2, "UPDATE account SET status = 4 WHERE number = 1"),
    (3, "UPDATE account SET status = 3, merged_into = 'a1gone' WHERE number = 1"),
    (3, "UPDATE account SET status = 3, merged_into = id WHERE number = 1"),
    (13, "DELETE FROM entry_changes WHERE revision = 2"),
    (13, "DELETE FROM entry WHERE revision = 2"),
    (13, "UPDATE entry SET changes = changes + 1 WHERE revision = 1"),
    (16, "UPDATE account SET primary_link = NULL WHERE number = 1"),
    (16, "UPDATE account SET primary_link = (SELECT max(number) FROM link) WHERE number = 1"),
  ])
  func damageIsFoundUnderItsRule(rule: Int, statement: String) async throws {
    try await place.importFixture()
    try damage(statement)
    let report = try await place.answer("store verify", code: 2)
    #expect(report.keys == "checked problems")
    for problem in report["problems"].items { #expect(problem.keys == "detail rule subject") }
    let rules = report["problems"].items.compactMap { $0["rule"].number }
    #expect(rules.contains(rule), "found \(rules)")
    #expect(await place.run("store verify").code == 2)
  }

  @Test func aRowThatCannotBeReadIsAProblemLikeOthers() async throws {
    try await place.importFixture()
    try damage("DELETE FROM link WHERE number IN (SELECT link FROM assertion LIMIT 1)")
    let report = try await place.answer("store verify", code: 2)
    #expect(!report["problems"].items.isEmpty)
  }

  @Test func aDamagedIndexIsFound() async throws {
    try await place.importFixture()
    try damage(
      "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'link_account'")
    #expect(await place.run("store verify").code == 2)
  }

  @Test func aTornFileNeverPasses() async throws {
    try await place.importFixture()
    try damage("PRAGMA wal_checkpoint(TRUNCATE)")
    var file = bytes(of: place.path("store.db"))
    for index in stride(from: 8192 + 200, to: file.count, by: 4096) { file[index] ^= 0xFF }
    for index in stride(from: 8192, to: file.count, by: 8192) { file[index] ^= 0xFF }
    try place.write(file, to: "store.db")
    let code = await place.run("store verify").code
    #expect(code == 1 || code == 2)
  }
}
