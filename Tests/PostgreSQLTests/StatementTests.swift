#if PostgreSQL
import Testing

@testable import ProvisioningPostgreSQL

/// What the statements rely on. YugabyteDB and CockroachDB have all of it, so users may move to one of
/// them; whatever is added here must be looked up there, and in `docs/scaling.md`.
@Suite struct StatementTests {
  /// All statements that a store ever sends.
  static let statements =
    Query.all.map(\.text) + Schema.root(schema: "s")
    + [Schema.settings(schema: "s"), Schema.filling]
    + Layout.present.steps.flatMap { $0.statements(.named) }

  /// Functions, each plain SQL or in all three.
  static let functions: Set = [
    "char_length", "coalesce", "count", "left", "max", "min", "now", "set_config", "split_part",
    "string_agg", "translate", "unnest",
  ]
  static let types: Set = ["bytea", "int8", "jsonb", "text", "timestamptz"]

  @Test func theyCallFunctionsThatAllThreeHave() {
    var called: Set<String> = []
    for statement in Self.statements {
      for match in statement.matches(of: /([a-z_]+)\s?\(/) { called.insert(String(match.1)) }
    }
    // Names of tables and lists of columns look alike.
    let tables: Set = [
      "account", "link", "section", "assertion", "entry", "entry_account", "record", "store",
      "filling", "writer", "twice", "shared", "v",
    ]
    #expect(called.subtracting(tables).subtracting(Self.functions) == [])
  }

  @Test func theyUseTypesThatAllThreeHave() {
    var used: Set<String> = []
    for statement in Self.statements {
      for match in statement.matches(of: /::([a-z0-9_]+)/) { used.insert(String(match.1)) }
      guard statement.hasPrefix("CREATE TABLE") else { continue }
      for match in statement.matches(of: /[(,]\s*[a-z_]+ ([a-z0-9]+)/) {
        used.insert(String(match.1))
      }
    }
    #expect(used == Self.types)
  }

  @Test(arguments: [
    "ADVISORY", "DEFERRABLE", "EXTENSION", "FUNCTION", "LISTEN", "MATERIALIZED", "MERGE", "NOTIFY",
    "PROCEDURE", "REFERENCES", "SAVEPOINT", "SEQUENCE", "SERIAL", "TRIGGER", "UNLOGGED", "LATERAL",
    "NEXTVAL", "CTID", "XMIN", "ILIKE", "DOMAIN",
  ])
  func theyDoWithout(word: String) {
    for statement in Self.statements {
      let words = statement.uppercased().split { !$0.isLetter && $0 != "_" }
      #expect(!words.contains { $0 == word }, "\(statement)")
    }
  }

  @Test func whereTextsAreComparedByBytesAnywayNoCollationIsNamed() {
    let plain = Layout.present.steps.flatMap { $0.statements(.given) }
    #expect(plain.allSatisfy { !$0.contains("COLLATE") })
    let named = Layout.present.steps.flatMap { $0.statements(.named) }
    #expect(named.map { $0.replacing(" COLLATE \"C\"", with: "") } == plain)
  }

  @Test func theirNamesAreDistinct() {
    #expect(Set(Query.all.map(\.name)).count == Query.all.count)
  }

  @Test func everyStepCanBeTakenAgain() {
    let made = Layout.present.steps.flatMap { $0.statements(.named) } + Schema.root(schema: "s")
    for statement in made where statement.hasPrefix("CREATE") {
      #expect(statement.contains("IF NOT EXISTS"), "\(statement)")
    }
  }
}
#endif
