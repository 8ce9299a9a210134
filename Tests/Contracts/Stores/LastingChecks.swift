import Provisioning
import Testing

/// Stores that last: what was committed is there after opening again, and two who have the store
/// open see each other's commits. Nothing is tried on stores that pass.
enum LastingChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("What was committed is there after opening again", opening: reopened),
    .init("Two who have the store open see and respect each other's commits", opening: twice),
  ]

  private static func reopened(_ maker: StoreMaker) async throws {
    guard maker.lasts else { return }
    let open = try await maker.newPlace()
    let bench = Bench(try await open())
    try await bench.fillSmallSchool()
    try await bench.store.write([
      .put(Record.Key(.ticket, "t-1"), value: "1", expires: nil, replacing: 0)
    ])
    let before = try await bench.everything()
    let counts = try await bench.store.counts()
    let journal = try await bench.store.changes(of: .named("e-school"))
    let again = Bench(try await open())
    #expect(try await again.everything() == before)
    #expect(try await again.store.counts() == counts)
    #expect(try await again.store.changes(of: .named("e-school")) == journal)
    let next = try await again.commit("e-next") { $0.create(account: "a-next") }
    #expect(next.revision > (try await again.account("a-ada").revision))
    let once = try await again.commit("e-school") { $0.create(account: "a-other") }
    #expect(once.changes == journal.count, "an entry of before is known by its name")
  }

  private static func twice(_ maker: StoreMaker) async throws {
    guard maker.lasts else { return }
    let open = try await maker.newPlace()
    let (one, two) = (Bench(try await open()), Bench(try await open()))
    try await one.fillSmallSchool()
    #expect(try await two.everything() == one.everything())
    let seen = try await two.account("a-dee")
    try await one.commit("e-one") { $0.change(seen, to: Rows.account(.disabled)) }
    try await two.expectConflict("an account that another changed") {
      $0.change(seen, to: Rows.account(.unclaimed))
    }
    let fresh = try await two.account("a-dee")
    try await two.commit("e-two") { $0.change(fresh, to: Rows.account(.unclaimed)) }
    #expect(try await one.account("a-dee").status == .unclaimed)
  }
}
