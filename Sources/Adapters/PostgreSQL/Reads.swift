#if PostgreSQL
import Provisioning

/// A read: one statement, so that its answer belongs to one commit, and what its rows say.
struct Read<Answer: Sendable>: Sendable {
  let request: Request
  let answer: @Sendable (Rows) throws(ProvisioningError) -> Answer
}

extension Read {
  /// A read whose answer is a list with a value for each row.
  init<Value>(
    each query: Query, _ fill: (inout Parameters) -> Void = { _ in },
    _ read: @escaping @Sendable (inout Row) throws(ProvisioningError) -> Value
  ) where Answer == [Value] {
    request = Request(query, fill)
    answer = { rows throws(ProvisioningError) in try rows.map(read) }
  }
}

extension Query {
  /// Every statement that is kept prepared. They rely on no more than `docs/scaling.md` tells.
  static let all =
    transactions + accountReads + linkReads + sectionReads + assertionReads + entryReads
    + recordReads + storeReads + rowWrites + writerRows + fillings
}
#endif
