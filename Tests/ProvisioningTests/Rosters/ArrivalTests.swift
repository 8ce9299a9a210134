import Provisioning
import ProvisioningTesting
import Synchronization
import Testing

/// A listing over a network: it counts what it is asked for, and can break off.
private final class Network: SectionImporter {
  private let state: Mutex<(roster: ListedRoster, asked: [String])>

  init(_ roster: ListedRoster) { state = Mutex((roster, [])) }

  var roster: ListedRoster {
    get { state.withLock { $0.roster } }
    set { state.withLock { $0.roster = newValue } }
  }
  /// The cursors that were asked for since the last look.
  var asked: [String] {
    state.withLock { state in
      defer { state.asked = [] }
      return state.asked
    }
  }
  var provider: ProviderName { roster.provider }
  var scope: RosterScope { roster.scope }
  var arrival: RosterArrival { roster.arrival }
  func fingerprint() -> String? { nil }

  func page(after cursor: PageCursor?) throws(ProvisioningError) -> RosterPage {
    state.withLock { $0.asked.append(cursor?.rawValue ?? "first") }
    return try roster.page(after: cursor)
  }
}

@Suite("Listings that arrive page by page")
struct ArrivalTests {
  let school = School()
  private let network: Network

  init() {
    var roster = RosterTests.roster(
      .section("clever:a", teachers: ["clever:t"], students: ["clever:1", "clever:2"]),
      .section("clever:b", teachers: ["clever:u"], students: ["clever:3"]))
    (roster.pageSize, roster.arrival) = (2, .resumable)
    network = Network(roster)
  }

  private func bringIn() async throws -> RosterOutcome {
    try await school.door.bringIn(network, limit: .none, by: school.by)
  }

  private var kept: Int {
    get async throws {
      try await school.store.records(of: Record.Kind(rawValue: "staging"), after: nil, limit: 99)
        .count
    }
  }

  private func breakOff(at page: Int) async throws {
    network.roster.failingPage = page
    let error = await #expect(throws: ProvisioningError.self) { _ = try await bringIn() }
    #expect(error?.code == .unavailable)
    network.roster.failingPage = nil
  }

  @Test("each page is asked for once, whether the listing is the first or a later one")
  func once() async throws {
    for _ in 0..<2 {
      _ = try await bringIn()
      #expect(network.asked == ["first", "1", "2", "3"])
      #expect(try await kept == 0)
    }
  }

  @Test("Rule 6: a listing that breaks off writes nothing, and goes on where it was stopped")
  func resumed() async throws {
    try await breakOff(at: 2)
    #expect(network.asked == ["first", "1", "2"])
    #expect(try await school.store.counts().accounts.values.allSatisfy { $0 == 0 })
    let outcome = try await bringIn()
    #expect(network.asked == ["2", "3"])
    #expect(outcome.report.accounts.created == 5 && outcome.report.sections.created == 2)
    #expect(try await kept == 0)
  }

  @Test("where cursors do not stay good, a listing that was stopped begins anew")
  func anew() async throws {
    network.roster.arrival = .pageByPage
    try await breakOff(at: 2)
    #expect(try await kept == 0)
    _ = network.asked
    #expect(try await bringIn().report.accounts.created == 5)
    #expect(network.asked == ["first", "1", "2", "3"])
  }

  @Test("after two hours a listing that was stopped begins anew")
  func late() async throws {
    try await breakOff(at: 2)
    _ = network.asked
    school.time.advance(seconds: 2 * 3600)
    _ = try await bringIn()
    #expect(network.asked == ["first", "1", "2", "3"])
  }

  @Test("an import that was killed while it wrote goes on under its run, without asking again")
  func killedWriting() async throws {
    let door = Provisioner(
      store: DyingStore(school.store, at: 12), environment: school.door.environment)
    await #expect(throws: (any Error).self) {
      _ = try await door.bringIn(network, limit: .none, by: school.by)
    }
    let entries = try await school.store.entries(.all, before: nil, limit: 9)
    #expect(!entries.isEmpty, "it died while it wrote")
    _ = network.asked
    let outcome = try await bringIn()
    #expect(network.asked.isEmpty)
    #expect(entries.allSatisfy { $0.header.run == outcome.run })
    #expect(outcome.report.accounts.created == 5 && outcome.report.enrollments.started == 5)
  }

  @Test(
    "another import of the same feed meanwhile mixes none of its pages with these",
    arguments: 0..<10)
  func together(writes: Int) async throws {
    network.roster.arrival = .pageByPage
    _ = try await bringIn()
    var smaller = network.roster
    smaller.sections = [.section("clever:a", teachers: ["clever:t"], students: ["clever:1"])]
    let (school, other) = (school, smaller)
    let store = InterruptedStore(school.store, after: writes) {
      do {
        _ = try await school.door.bringIn(other, limit: .none, by: school.by)
      } catch { Issue.record(error) }
    }
    network.roster.sections[1] = .section("clever:c", students: ["clever:3"])
    let door = Provisioner(store: store, environment: school.door.environment)
    do {
      _ = try await door.bringIn(network, limit: .none, by: school.by)
    } catch { #expect(error.code == .busy) }
    // Whichever ended last stands, and all of it.
    let isOurs = try await school.roster("clever:a").contains("clever:2 student active")
    #expect(try await (school.status("clever:c") == .active) == isOurs)
    #expect(try await school.status("clever:b") == .archived)
    #expect(try await kept == 0)
  }
}
