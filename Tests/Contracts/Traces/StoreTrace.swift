import Provisioning

/// Random operations, the same for the same seed on every machine: sign-ins, imports, merges, links,
/// edits, decisions, undos. Played on two stores they come to the same text.
///
///     let trace = StoreTrace(seed: 1, operations: 10_000)
///     let one = try await trace.canonicalText(on: StoreMaker(passing: { MyStore() }))
///     let other = try await trace.canonicalText(on: StoreMaker(passing: { InMemoryStore() }))
///     #expect(one == other)
public struct StoreTrace: Sendable {
  private let history: History

  /// Makes the trace of `seed`.
  public init(seed: UInt64, operations: Int) {
    history = History(seed: seed, steps: operations)
  }

  /// Plays the trace on an empty store of `maker`, and returns all that is there then.
  public func canonicalText(on maker: StoreMaker) async throws -> String {
    try await history.played(on: maker, environment: TestEnvironment()).canonicalText()
  }

  /// The first lines in which two canonical texts differ, both ways; `nil` if they are the same.
  public static func difference(_ one: String, _ other: String) -> String? {
    guard one != other || !one.utf8.elementsEqual(other.utf8) else { return nil }
    let pairs = zip(lines(one), lines(other))
    guard let (left, right) = pairs.first(where: { $0 != $1 }) else {
      return "one of them ends before the other"
    }
    return "\n  - \(left)\n  + \(right)"
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }
}
