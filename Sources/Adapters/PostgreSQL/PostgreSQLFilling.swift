#if PostgreSQL
public import Provisioning
import ProvisioningThreads
import Synchronization

/// A store in the making, in tables that nobody opens before they are filled: a copy of another one.
///
/// Each page is a transaction, which keeps the place along; so a copy that was stopped goes on where
/// it stood, and of two that are made at once one is told to wait.
public final class PostgreSQLFilling: StoreFilling {
  private let address: Address
  private let jobs = Inbox<FillingJob>()
  private let ending = Ending()
  /// The end of the last page, as text.
  private let place = Mutex("")

  /// Begins a store in the database at `url`, as ``PostgreSQLStore/open(at:schema:mode:older:patience:silence:)``
  /// takes it. Throws `refused` if there is a store in it already.
  public static func open(
    at url: String, schema: String = "provisioning"
  ) async throws(ProvisioningError) -> PostgreSQLFilling {
    let filling = PostgreSQLFilling(try Address(url, schema: schema))
    let address = filling.address
    try await filling.perform { session throws(Failure) in
      try session.prepareFilling(at: address)
    }
    return filling
  }

  private init(_ address: Address) {
    self.address = address
    let thread = Thread { [jobs, ending] in
      let line = Line(address)
      while let job = jobs.take() { job.perform(line) }
      ending.end()
    }
    thread.detach()
  }

  deinit { jobs.close() }

  public func begin(_ moment: StoreMoment) async throws(ProvisioningError) -> ContentsPlace? {
    let begun = try await perform { session throws(Failure) in try session.beginFilling(moment) }
    place.withLock { $0 = begun }
    return ContentsPlace(begun)
  }

  public func write(_ page: ContentsPage) async throws(ProvisioningError) {
    let before = place.withLock { $0 }
    let end = try await perform { session throws(Failure) in
      try session.fill(page, after: before)
    }
    place.withLock { $0 = end }
  }

  public func contents() async throws(ProvisioningError) -> any StoreContents {
    try await PostgreSQLContents.open(address)
  }

  /// Lets the store be opened. Where the connection is cut off at the end, it is looked up whether
  /// the store is complete; a server that went away is waited for, a minute.
  public func finish() async throws(ProvisioningError) {
    try await performOnLine { line throws(Failure) in
      var finish = FillingFinish()
      try line.run(patience: .seconds(60)) { session throws(Failure) in
        try finish.attempt(on: session)
      }
    }
  }

  public func close() async {
    jobs.close()
    await ending.reached()
  }

  public func discard() async {
    // What is there of another moment goes.
    _ = try? await begin(StoreMoment())
    await close()
  }

  private func perform<Answer: Sendable>(
    _ work: @escaping @Sendable (Session) throws(Failure) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    try await performOnLine { line throws(Failure) in try line.run(patience: .zero, work) }
  }

  private func performOnLine<Answer: Sendable>(
    _ work: @escaping @Sendable (Line) throws(Failure) -> Answer
  ) async throws(ProvisioningError) -> Answer {
    let outcome = await withCheckedContinuation {
      (waiting: CheckedContinuation<Result<Answer, ProvisioningError>, Never>) in
      let job = FillingJob { line in
        do throws(Failure) {
          waiting.resume(returning: .success(try work(line)))
        } catch {
          waiting.resume(returning: .failure(error.error))
        }
      }
      if jobs.send(job) == .refused { waiting.resume(returning: .failure(.storeClosed)) }
    }
    return try outcome.get()
  }
}

/// Work for the thread of a filling.
private struct FillingJob: Sendable {
  let perform: @Sendable (Line) -> Void
}

extension Session {
  /// Where a filling with the content of `moment` goes on, as text. What is there of another one goes.
  fileprivate func beginFilling(_ moment: StoreMoment) throws(Failure) -> String {
    let begun = try readFilling()
    if let begun, begun.moment == moment.text {
      _ = try exchange([Request(.clearRecords), Request(.commit)])
      return begun.place
    }
    let start = Request(.startFilling) { $0.add(moment.text) }
    _ = try exchange(Query.clearing.map { Request($0) } + [start, Request(.commit)])
    return ""
  }

  /// Writes a page, and how far the filling has come with it, if that is still at `place`. Of records
  /// nothing is noted: they begin anew.
  fileprivate func fill(_ page: ContentsPage, after place: String) throws(Failure) -> String {
    guard try readFilling()?.place == place else { throw .other(.overtaken) }
    var requests = page.rows.requests
    var end = place
    if case .records = page.end {
    } else {
      end = page.end.text
      requests.append(Request(.noteFilling) { $0.add(end) })
    }
    _ = try exchange(requests + [Request(.commit)])
    return end
  }

  /// Begins a transaction with the lock, and reads how far the filling has come.
  fileprivate func readFilling() throws(Failure) -> (moment: String, place: String)? {
    let lock = try exchange([Request(.begin), Request(.lock)])[1]
    // Whoever has finished it took the table along.
    try asFailure { () throws(ProvisioningError) in try StoreLock(lock).expectFilling() }
    let rows = try exchange([Request(.filling)])[0]
    return try asFailure { () throws(ProvisioningError) in
      try rows.map { row throws(ProvisioningError) in
        (moment: try row.text(), place: try row.text())
      }.first
    }
  }
}

/// The last step of a filling.
private struct FillingFinish {
  private let row = WriterRow()
  private var doubt: WriterRow.Doubt?

  mutating func attempt(on session: Session) throws(Failure) {
    if try isMade(on: session) { return }
    guard try session.readFilling() != nil else { throw .other(.overtaken) }
    let finish = Request(.finishFilling) { $0.add(Int64(Layout.present.version)) }
    let note = row.note()
    doubt = note.doubt
    _ = try session.exchange(
      [Request(.dropFilling), finish] + note.requests + [Request(.commit)])
  }

  /// Whether an attempt that was cut off has made it.
  private func isMade(on session: Session) throws(Failure) -> Bool {
    guard let doubt else { return false }
    let rows = try session.exchange([Request(.begin), Request(.lock), row.look])
    let made = try asFailure { () throws(ProvisioningError) in
      try row.expired(by: doubt, in: rows[2])
    }
    _ = try session.exchange([Request(.commit)])
    return made != nil
  }
}

extension ContentsPage.Rows {
  fileprivate var requests: [Request] {
    guard count > 0 else { return [] }
    return switch self {
    case .accounts(let rows):
      [.put(accounts: rows.map { ($0.id, $0.state, $0.revision.number) }, areNew: true)]
    case .links(let rows):
      [.put(links: rows.map { ($0.key, $0.state, $0.revision.number) }, areNew: true)]
    case .sections(let rows):
      [.put(sections: rows.map { ($0.key, $0.state, $0.revision.number) }, areNew: true)]
    case .assertions(let rows):
      [
        .put(
          enrollments: rows.map {
            (EnrollmentKey($0.section, $0.key), $0.state, $0.revision.number)
          }, areNew: true)
      ]
    case .entries(let rows):
      Request.insert(
        entries: rows.map {
          WrittenEntry(
            header: $0.header, revision: $0.revision, count: $0.count,
            body: JournalText.encode($0.changes), accounts: $0.accounts)
        })
    case .records(let rows): [.put(records: rows)]
    }
  }
}

extension Query {
  static let fillings: [Query] =
    clearing + [filling, startFilling, noteFilling, dropFilling, finishFilling]

  static let filling = Query("filling", "SELECT moment, place FROM filling")
  static let clearRecords = Query("clear_records", "DELETE FROM record", .long)
  static let clearing =
    [clearRecords]
    + ["account", "link", "section", "assertion", "entry", "entry_account", "filling"].map {
      Query("clear_\($0)s", "DELETE FROM \($0)", .long)
    }
  static let startFilling = Query(
    "start_filling", "INSERT INTO filling (moment, place) VALUES ($1::text, '')")
  static let noteFilling = Query("note_filling", "UPDATE filling SET place = $1::text")
  static let dropFilling = Query("drop_filling", "DROP TABLE filling")
  static let finishFilling = Query(
    "finish_filling",
    """
    UPDATE store SET layout = $1::int8, revision = coalesce((SELECT max(revision) FROM entry), 0)
    WHERE name = 'store'
    """)
}

extension ProvisioningError {
  fileprivate static let overtaken = ProvisioningError(
    .busy, "The store is busy.", reason: "Another program makes a copy at the same place.",
    remedy: "Let that one end.")
}
#endif
