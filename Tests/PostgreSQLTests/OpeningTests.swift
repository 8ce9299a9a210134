#if PostgreSQL
import Provisioning
import Testing

@testable import ProvisioningPostgreSQL

@Suite(Server.isThere) struct OpeningTests {
  /// A layout that a later version of this package may have.
  static let next = Layout(
    steps: Layout.present.steps + [
      Migration(name: "next") { _ in ["ALTER TABLE account ADD COLUMN IF NOT EXISTS note text"] }
    ])

  @Test func aMissingStoreIsMadeOrMissed() async throws {
    let place = try Place()
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await place.open(mode: .existing)
    }
    #expect(error?.code == .notFound)
    let made = try await place.open()
    #expect(made.wasCreated)
    let again = try await place.open(mode: .existing)
    #expect(!again.wasCreated)
    await made.close()
    await again.close()
  }

  @Test func ofManyWhoOpenAMissingStoreAtOnceOneMakesIt() async throws {
    let place = try Place()
    let created = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 {
        group.addTask {
          let store = try await place.open()
          await store.close()
          return store.wasCreated
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(created == 1)
  }

  @Test func anOlderLayoutIsRefusedUntilItIsToBeMigratedAndANewerOneAlways() async throws {
    let place = try Place()
    let address = try Address(place.url, schema: place.schema)
    let first = try await place.open()
    try await first.commit(Sample.person("1"))
    await first.close()
    func open(
      _ layout: Layout, _ older: PostgreSQLStore.OlderLayout
    ) async throws(ProvisioningError) -> StoreCounts {
      let store = try await PostgreSQLStore.open(
        at: address, .existing, layout, older, .seconds(5))
      let counts = try await store.counts()
      await store.close()
      return counts
    }
    let older = await #expect(throws: ProvisioningError.self) { try await open(Self.next, .refuse) }
    #expect(older?.code == .refused)
    let counts = try await open(Self.next, .migrate)
    #expect(counts.schemaVersion == Self.next.version)
    #expect(counts.accounts == ["active": 1])
    let newer = await #expect(throws: ProvisioningError.self) { _ = try await place.open() }
    #expect(newer?.code == .refused)
    #expect(newer?.reason?.contains("version \(Self.next.version)") == true)
  }

  @Test func aProgramThatStaysOpenWritesNothingIntoALayoutThatItDoesNotKnow() async throws {
    let place = try Place()
    let store = try await place.open()
    try await store.commit(Sample.person("1"))
    let migrating = try await PostgreSQLStore.open(
      at: try Address(place.url, schema: place.schema), .existing, Self.next, .migrate, .seconds(5))
    await migrating.close()
    let key = Record.Key(.ticket, "t")
    let writes: [() async throws -> Void] = [
      { try await store.commit(Sample.person("2")) },
      { try await store.write([.put(key, value: "{}", expires: nil, replacing: 0)]) },
      { try await store.expireRecords(before: Timestamp(milliseconds: 1)) },
    ]
    for write in writes {
      let error = await #expect(throws: ProvisioningError.self) { try await write() }
      #expect(error?.code == .refused)
      #expect(error?.reason?.contains("version \(Self.next.version)") == true)
      #expect(error?.remedy != nil)
    }
    #expect(try await store.counts().journalEntries == 1)
    await store.close()
  }

  @Test func aStoreOfTheFirstLayoutIsMigratedWithWhatIsInIt() async throws {
    let place = try Place()
    let address = try Address(place.url, schema: place.schema)
    let first = Layout(steps: [Layout.present.steps[0]])
    let old = try await PostgreSQLStore.open(
      at: address, .createIfMissing, first, .refuse, .seconds(5))
    await old.close()
    try execute(
      "INSERT INTO \(place.schema).account VALUES ('a', 'active', NULL, NULL, NULL, NULL, 1)",
      at: place.url)
    let refused = await #expect(throws: ProvisioningError.self) { _ = try await place.open() }
    #expect(refused?.code == .refused)
    let store = try await PostgreSQLStore.open(
      at: address, .existing, .present, .migrate, .seconds(5))
    #expect(try await store.counts().accounts == ["active": 1])
    try await store.write([.put(Record.Key(.ticket, "t"), value: "", expires: nil, replacing: 0)])
    await store.close()
  }

  @Test(arguments: [
    "postgresql://user:secret@host/db", "postgresql://host/db?password=secret",
    "postgresql://host/db?sslpassword=secret", "postgresql://us%zzer:secret@host/db",
  ])
  func aPasswordInTheAddressIsRefusedAndNotRepeated(url: String) async {
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await PostgreSQLStore.open(at: url)
    }
    #expect(error?.code == .refused || error?.code == .invalid)
    #expect(error?.debugDescription.contains("secret") == false)
  }

  @Test func aDatabaseThatIsMissingIsNotWaitedFor() async throws {
    let url = Server.url(ofDatabase: "nowhere", at: try #require(Server.url))
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await PostgreSQLStore.open(at: url)
    }
    #expect(error?.code == .notFound)
    #expect(error?.remedy?.contains("createdb") == true)
  }

  @Test func aClosedStoreSaysSo() async throws {
    let store = try await Place().open()
    await store.close()
    let error = await #expect(throws: ProvisioningError.self) { try await store.counts() }
    #expect(error?.code == .unavailable)
    #expect(error?.problem == "The store is closed.")
  }
}
#endif
