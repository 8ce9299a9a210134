#if PostgreSQL
import Provisioning

/// Writes that are committed together, in their order, each as if alone.
struct Batch {
  private let jobs: [WriteJob]
  private var doubt: Doubt?
  /// The writes of which it turned out that an attempt that was cut off had committed them.
  private var settled: Set<Int> = []

  /// What an attempt that was cut off has met, and would have left, had it been committed.
  private struct Doubt {
    let entry: JournalEntry.ID?
    let before: [Record.Key: Record]
    let records: [Record.Key: Record?]
    /// The writes that were part of it.
    let accepted: Set<Int>
  }

  init(_ jobs: [WriteJob]) { self.jobs = jobs }

  /// Whether the last attempt was cut off when it may have been committed.
  var isInDoubt: Bool { doubt != nil }

  /// Commits what succeeds of the writes, and returns what there is to tell each of them.
  ///
  /// After an attempt that was cut off, what is stored tells whether it was committed: the lock
  /// makes sure that the server is done with it.
  mutating func attempt(on session: Session) throws(Failure) -> [() -> Void] {
    let reading = Trial.reading(for: drafts, recordChanges)
    let rows = try session.exchange([Request(.begin)] + reading.requests)
    var trial = try asFailure { () throws(ProvisioningError) in
      try reading.trial(of: rows.dropFirst())
    }
    try asFailure { () throws(ProvisioningError) in try resolveDoubt(by: trial) }
    let met = trial.records
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
    try finish(writes, met, after: trial, accepted, on: session)
    return answers
  }

  /// Tells the writes of records that are known to be committed, and returns the others.
  func unsettled() -> [WriteJob] {
    jobs.enumerated().compactMap { place, job in
      guard settled.contains(place), case .records(_, let reply) = job.work else { return job }
      reply(.success(()))
      return nil
    }
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
    _ writes: RowWrites, _ met: [Record.Key: Record], after trial: Trial, _ accepted: Set<Int>,
    on session: Session
  ) throws(Failure) {
    guard !writes.isEmpty else {
      // What is told to be committed must have reached the copies that count: a commit behind it
      // waits for them, a rollback would not.
      _ = try session.exchange([Request(accepted.isEmpty ? .rollBack : .commit)])
      return
    }
    doubt = Doubt(
      entry: writes.newestEntry, before: met, records: writes.records(after: trial),
      accepted: accepted)
    do throws(Failure) {
      _ = try session.exchange(writes.requests(after: trial) + [Request(.commit)])
      doubt = nil
    } catch {
      if case .lost = error { throw error }
      doubt = nil
      throw error
    }
  }

  /// Finds out which writes an earlier attempt has committed. Its newest entry stands for all of it.
  /// Without one, the records are as it met them or as it wrote them; where others have changed one
  /// since, or where one was taken and is gone, nobody can tell.
  private mutating func resolveDoubt(by trial: Trial) throws(ProvisioningError) {
    guard let doubt else { return }
    if let entry = doubt.entry {
      if trial.known.contains(entry) { settled.formUnion(doubt.accepted) }
    } else if doubt.records.values.contains(where: { $0 != nil }),
      doubt.records.allSatisfy({ key, record in trial.records[key] == record })
    {
      settled.formUnion(doubt.accepted)
    } else if !doubt.records.keys.allSatisfy({ trial.records[$0] == doubt.before[$0] }) {
      throw .unknownOutcome()
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

private func asFailure<Answer>(
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
