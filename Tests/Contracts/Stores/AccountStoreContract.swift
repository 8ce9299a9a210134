import Provisioning
import Synchronization
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
  public static let checks: [Check] = Group.allCases.flatMap(\.checks)

  /// Checks that belong together, in the order in which a new store comes to keep them.
  public enum Group: String, CaseIterable, Sendable {
    /// Values come back as they went in; keyed reads, searches and listings find what they should.
    case reading
    /// All or nothing, in order, on what the plan stood on.
    case committing
    /// What the journal keeps, and how it is read.
    case journal
    /// Undoing gives back what stood before, byte for byte.
    case undo
    /// Tickets, held items and runs.
    case records
    /// Many at once come to what they come to one after the other.
    case concurrency
    /// Opening again, and opening twice. Nothing is tried on stores that pass.
    case lasting
    /// Nothing is lost in a crash, and nothing half is left. Tried on stores that can die.
    case crashes
    /// The same operations come to the same, byte for byte, as on the store in memory.
    case traces

    /// The group's checks.
    public var checks: [Check] {
      switch self {
      case .reading: ReadingChecks.all + ListingChecks.all + SearchChecks.all + ValueChecks.all
      case .committing:
        CommitChecks.all + RowChecks.all + ReferenceChecks.all + ExpectationChecks.all
      case .journal: JournalChecks.all + HistoryChecks.all
      case .undo: UndoChecks.all
      case .records: RecordChecks.all
      case .concurrency: ConcurrencyChecks.all + CrowdChecks.all
      case .lasting: LastingChecks.all
      case .crashes: CrashChecks.all
      case .traces: TraceChecks.all
      }
    }
  }

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

    /// Tries the promise on an empty store. What does not hold becomes an issue of the test, which
    /// says first which promise was broken.
    public func run(on maker: StoreMaker) async throws {
      try await handling(on: maker) { issue in
        var issue = issue
        issue.comments.insert("Broken: \(name).", at: 0)
        return issue
      }
    }

    /// Tries the promise and returns what does not hold, each in a sentence that names the promise; no
    /// issue is recorded. To be called within a test.
    public func violations(on maker: StoreMaker) async -> [String] {
      precondition(Test.current != nil, "what does not hold is told to the test that asks")
      let found = Mutex<[String]>([])
      try? await handling(on: maker) { issue in
        var words = issue.comments.map(\.rawValue)
        if case .expectationFailed = issue.kind { words.append("\(issue.kind)") }
        let sentence = "\(name): \(words.joined(separator: ": "))"
        found.withLock { $0.append(sentence) }
        return nil
      }
      return found.withLock { $0 }
    }

    private func handling(
      on maker: StoreMaker, _ transform: @escaping @Sendable (Issue) -> Issue?
    ) async throws {
      let work = { @Sendable in
        do { try await body(maker) } catch is ExpectationFailedError {} catch {
          Issue.record(error, "An error that should not be: \(error)")
        }
      }
      guard let test = Test.current else { return try await body(maker) }
      let trait: IssueHandlingTrait = .compactMapIssues(transform)
      try await trait.provideScope(for: test, testCase: Test.Case.current, performing: work)
    }
  }
}
