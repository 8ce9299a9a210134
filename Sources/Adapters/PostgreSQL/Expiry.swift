#if PostgreSQL
import Provisioning

/// The removal of records whose time is over, and how many they were.
struct Expiry {
  let moment: Timestamp
  let row: WriterRow
  let layout: Int
  private var doubt: WriterRow.Doubt?

  init(before moment: Timestamp, _ row: WriterRow, layout: Int) {
    self.moment = moment
    self.row = row
    self.layout = layout
  }

  /// Whether the last attempt was cut off when it may have been committed.
  var isInDoubt: Bool { doubt != nil }

  mutating func attempt(on session: Session) throws(Failure) -> Int {
    let rows = try session.exchange([Request(.begin), Request(.lock), row.look])
    let earlier = try asFailure { () throws(ProvisioningError) -> Int? in
      try StoreLock(rows[1]).expect(layout: layout)
      return try doubt.flatMap { doubt throws(ProvisioningError) in
        try row.expired(by: doubt, in: rows[2])
      }
    }
    if let earlier {
      _ = try session.exchange([Request(.commit)])
      doubt = nil
      return earlier
    }
    doubt = nil
    let deletion = Request(.expireRecords) { $0.add(moment.milliseconds) }
    let count = try session.exchange([deletion])[0].written
    let note = row.note(expired: count)
    doubt = note.doubt
    do throws(Failure) {
      _ = try session.exchange(note.requests + [Request(.commit)])
    } catch {
      if case .lost = error { throw error }
      doubt = nil
      throw error
    }
    doubt = nil
    return count
  }
}
#endif
