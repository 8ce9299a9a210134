import Foundation
import Provisioning
import Testing

/// The same operations come to the same on every store. `PROVISIONING_TRACE` says how many there are.
enum TraceChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("A trace of random operations comes to the same bytes as in memory", opening: trace)
  ]

  private static func trace(_ maker: StoreMaker) async throws {
    let variables = ProcessInfo.processInfo.environment
    let count = variables["PROVISIONING_TRACE"].flatMap { Int($0) } ?? 250
    let trace = StoreTrace(seed: 1, operations: count)
    let wanted = try await trace.canonicalText(on: StoreMaker(passing: { InMemoryStore() }))
    let found = try await trace.canonicalText(on: maker)
    let difference = StoreTrace.difference(wanted, found)
    #expect(difference == nil, "\(count) operations: \(difference ?? "")")
  }
}
