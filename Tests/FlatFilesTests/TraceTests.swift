import FoundationEssentials
import Provisioning
import ProvisioningFlatFiles
import ProvisioningSQLite
import Testing

@testable import ProvisioningTesting

/// One long random history comes to the same bytes on every store.
@Suite struct TraceTests {
  let place = Place()

  @Test func everyStoreComesToTheSameBytes() async throws {
    let memory = try await play(on: InMemoryStore(), "memory")
    let sqlite = try await play(on: Kind.sqlite.make("trace", in: place), "sqlite")
    let files = try await play(on: Kind.files.make("trace", in: place), "files")
    for name in memory.keys {
      #expect(memory[name] == sqlite[name], "\(name) of SQLite")
      #expect(memory[name] == files[name], "\(name) of files")
    }
    #expect(memory["journal.jsonl"]?.split(separator: 0x0A).count ?? 0 > steps / 10)
  }

  /// `PROVISIONING_TRACE` sets how many steps the history has.
  private var steps: Int {
    ProcessInfo.processInfo.environment["PROVISIONING_TRACE"].flatMap { Int($0) } ?? 300
  }

  private func play(
    on store: any CopyableStore, _ name: String
  ) async throws -> [String: [UInt8]] {
    _ = try await History(seed: 2026, steps: steps).played(
      on: StoreMaker(passing: { store }), environment: TestEnvironment())
    try await StoreCopy(of: store).run(
      into: try await FlatFileFilling.open(at: place.path("of-\(name)")))
    return try place.files(of: "of-\(name)")
  }
}
