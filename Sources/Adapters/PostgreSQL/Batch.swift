#if PostgreSQL
import Provisioning

/// Writes that are committed together, in their order, each as if alone.
struct Batch {
  let jobs: [WriteJob]
  private let row: WriterRow
  private let layout: Int
  private var doubt: Doubt?
  /// The writes of which it turned out that an attempt that was cut off had committed them.
  private var settled: Set<Int>

  private struct Doubt {
    let transaction: WriterRow.Doubt
    /// The writes that are part of it.
    let accepted: Set<Int>
  }

  init(_ jobs: [WriteJob], _ row: WriterRow, layout: Int, settled: Set<Int> = []) {
    self.jobs = jobs
    self.row = row
    self.layout = layout
    self.settled = settled
  }

  /// Whether the last attempt was cut off when it may have been committed.
  var isInDoubt: Bool { doubt != nil }

  /// The writes as batches of their own.
  var parts: [Batch] {
    jobs.enumerated().map { place, job in
      Batch([job], row, layout: layout, settled: settled.contains(place) ? [0] : [])
    }
  }

  /// Tells all writes that they came to nothing, as far as that is known: those that were committed
  /// without reaching the copies that count may still be lost.
  func fail(_ error: ProvisioningError) {
    for (place, job) in jobs.enumerated() {
      let isUnknown = isInDoubt || settled.contains(place)
      job.fail(isUnknown ? .unknownOutcome(error) : error)
    }
  }

  /// Commits what succeeds of the writes, and returns what there is to tell each of them.
  ///
  /// After an attempt that was cut off, the row of the writer tells whether it was committed: the
  /// lock makes sure that the server is done with it.
  mutating func attempt(on session: Session) throws(Failure) -> [() -> Void] {
    let reading = Trial.reading(for: drafts, recordChanges)
    let look = isInDoubt ? [row.look] : []
    let rows = try session.exchange([Request(.begin)] + reading.requests + look)
    var trial = try asFailure { () throws(ProvisioningError) in
      let trial = try reading.trial(of: rows.dropFirst())
      try trial.lock.expect(layout: layout)
      return trial
    }
    try asFailure { () throws(ProvisioningError) in try resolveDoubt(by: rows.last) }
    var writes = RowWrites()
    var answers: [() -> Void] = []
    var accepted = settled
    for (place, job) in jobs.enumerated() {
      switch job.work {
      case .commit(let draft, let reply):
        let answer = try entry(of: draft, in: &trial, &writes, on: session)
        if case .success = answer { accepted.insert(place) }
        answers.append { reply(answer) }
      case .records(let changes, let reply):
        let answer = settled.contains(place) ? .success(()) : trial.attempt(changes)
        if case .success = answer, !settled.contains(place) {
          writes.add(changes)
          accepted.insert(place)
        }
        answers.append { reply(answer) }
      case .expiry: preconditionFailure("records expire by themselves")
      }
    }
    try finish(writes, after: trial, accepted, on: session)
    return answers
  }

  private var drafts: [Draft] {
    jobs.compactMap { if case .commit(let draft, _) = $0.work { draft } else { nil } }
  }

  private var recordChanges: [RecordChange] {
    jobs.flatMap { job -> [RecordChange] in
      if case .records(let changes, _) = job.work { changes } else { [] }
    }
  }

  /// Tries `draft` on `trial`; where its entry is in the journal already, that is the answer.
  private func entry(
    of draft: Draft, in trial: inout Trial, _ writes: inout RowWrites, on session: Session
  ) throws(Failure) -> Result<JournalEntry, ProvisioningError> {
    let id = draft.changes.header.id
    if let entry = writes.entry(id) { return .success(entry) }
    if trial.known.contains(id) {
      let read = Read.entry(.id(id))
      let rows = try session.exchange([read.request])
      let found = try asFailure { () throws(ProvisioningError) in try read.answer(rows[0]) }
      guard let entry = found.first else { throw .other(.unreadable("an entry")) }
      return .success(entry)
    }
    do throws(ProvisioningError) {
      let entry = try trial.apply(draft)
      writes.add(draft, as: entry)
      return .success(entry)
    } catch {
      return .failure(error)
    }
  }

  private mutating func finish(
    _ writes: RowWrites, after trial: Trial, _ accepted: Set<Int>, on session: Session
  ) throws(Failure) {
    guard !writes.isEmpty else {
      // What is told to be committed must have reached the copies that count: a commit behind it
      // waits for them, a rollback would not.
      _ = try session.exchange([Request(accepted.isEmpty ? .rollBack : .commit)])
      return
    }
    let note = row.note()
    doubt = Doubt(transaction: note.doubt, accepted: accepted)
    do throws(Failure) {
      let requests = writes.requests(after: trial) + note.requests
      _ = try session.exchange(requests + [Request(.commit)])
      doubt = nil
    } catch {
      if case .lost = error { throw error }
      doubt = nil
      throw error
    }
  }

  /// Finds out which writes an earlier attempt has committed.
  private mutating func resolveDoubt(by rows: Rows?) throws(ProvisioningError) {
    guard let doubt, let rows else { return }
    if try row.expired(by: doubt.transaction, in: rows) != nil {
      settled.formUnion(doubt.accepted)
    }
    self.doubt = nil
  }
}

extension Trial {
  fileprivate mutating func attempt(
    _ changes: [RecordChange]
  ) -> Result<Void, ProvisioningError> {
    do throws(ProvisioningError) {
      return .success(try apply(changes))
    } catch {
      return .failure(error)
    }
  }
}

func asFailure<Answer>(
  _ body: () throws(ProvisioningError) -> Answer
) throws(Failure) -> Answer {
  do throws(ProvisioningError) {
    return try body()
  } catch {
    throw .other(error)
  }
}

extension ProvisioningError {
  /// The error of a write that was cut off at its end.
  static func unknownOutcome(_ cause: ProvisioningError? = nil) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "It is not known whether the last change was written.",
      reason: "The connection to the store's server was lost when it was about to be committed.",
      remedy: "Look with 'linkctl history'. The same entry is never written twice.",
      detail: cause?.detail)
  }
}
#endif
