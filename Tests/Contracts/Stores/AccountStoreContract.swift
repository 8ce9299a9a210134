import Provisioning
import Testing

/// What every account store must do, as a list of named checks: one for each promise in the
/// documentation of ``AccountReader``, ``AccountStore`` and ``RecordStore``.
///
/// A store proves itself with one test:
///
///     @Test(arguments: AccountStoreContract.checks)
///     func myStore(_ check: AccountStoreContract.Check) async throws {
///       try await check.run(on: StoreMaker(passing: { MyStore() }))
///     }
public enum AccountStoreContract {
  /// All checks.
  public static let checks: [Check] =
    ReadingChecks.all + ListingChecks.all + SearchChecks.all + ValueChecks.all + CommitChecks.all
    + RowChecks.all + ReferenceChecks.all + ExpectationChecks.all + JournalChecks.all
    + HistoryChecks.all + RecordChecks.all + ConcurrencyChecks.all + LastingChecks.all

  /// One promise, and what tries it.
  public struct Check: Sendable, CustomTestStringConvertible {
    /// The promise, in a sentence.
    public let name: String
    private let body: @Sendable (StoreMaker) async throws -> Void

    init(_ name: String, on body: @escaping @Sendable (Bench) async throws -> Void) {
      self.name = name
      self.body = { try await body(Bench($0.makeEmpty())) }
    }

    /// A check that opens its store more than once.
    init(_ name: String, opening body: @escaping @Sendable (StoreMaker) async throws -> Void) {
      self.name = name
      self.body = body
    }

    public var testDescription: String { name }

    /// Tries the promise on an empty store; what does not hold becomes an issue of the test.
    public func run(on maker: StoreMaker) async throws { try await body(maker) }
  }
}
