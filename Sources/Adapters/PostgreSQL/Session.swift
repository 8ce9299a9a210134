#if PostgreSQL
import CPostgreSQL
import Provisioning

/// A connection with its prepared statements. It stays on the thread that opened it.
final class Session {
  private let connection: OpaquePointer
  private var prepared: Set<String> = []

  /// Connects, waits for the server's answer, and says what the session is to keep to.
  init(_ address: Address) throws(Failure) {
    let keywords = address.keywords
    let opened = withCStrings(keywords.map(\.0)) { names in
      withCStrings(keywords.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
    }
    guard let opened else { throw .other(.unavailable("There is no memory left.", remedy: nil)) }
    connection = opened
    guard PQstatus(connection) == CONNECTION_OK else {
      throw Self.failure(ofOpening: String(cString: PQerrorMessage(connection)))
    }
    PQsetNoticeProcessor(connection, { _, _ in }, nil)
    try execute(Schema.settings(schema: address.schema))
  }

  deinit { PQfinish(connection) }

  /// Whether a transaction is open, or was until it failed.
  var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

  /// Sends `requests` together and returns their answers; throws the first failure, after which the
  /// server has passed over the rest. Alone, they are a transaction.
  func exchange(_ requests: [Request]) throws(Failure) -> [Rows] {
    var expected: [Expected] = []
    for request in requests {
      if !prepared.contains(request.query.name) {
        assert(Query.all.contains(request.query), "\(request.query.name) is not listed")
        let name = request.query.name
        guard PQsendPrepare(connection, name, request.query.text, 0, nil) == 1 else {
          throw lost()
        }
        prepared.insert(name)
        expected.append(.preparation(name))
      }
      try send(request)
      expected.append(.answer)
    }
    guard PQpipelineSync(connection) == 1 else { throw lost() }
    return try receive(expected)
  }

  private enum Expected {
    case preparation(String)
    case answer
  }

  private func send(_ request: Request) throws(Failure) {
    let values = request.parameters.values
    let lengths = values.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    let code = withPointers(values) { pointers in
      PQsendQueryPrepared(
        connection, request.query.name, Int32(values.count), pointers, lengths, formats, 1)
    }
    guard code == 1 else { throw lost() }
  }

  private func receive(_ expected: [Expected]) throws(Failure) -> [Rows] {
    var answers: [Rows] = []
    var failure: Failure?
    for item in expected {
      guard let result = PQgetResult(connection) else { throw lost() }
      switch (PQresultStatus(result), item) {
      case (PGRES_COMMAND_OK, .answer), (PGRES_TUPLES_OK, .answer): answers.append(Rows(result))
      case (PGRES_COMMAND_OK, .preparation): PQclear(result)
      case (let status, _):
        if case .preparation(let name) = item { prepared.remove(name) }
        if failure == nil, status != PGRES_PIPELINE_ABORTED { failure = Failure(result) }
        PQclear(result)
        guard PQstatus(connection) == CONNECTION_OK else { throw lost(after: failure) }
      }
      while let more = PQgetResult(connection) { PQclear(more) }
    }
    guard let end = PQgetResult(connection) else { throw lost(after: failure) }
    let status = PQresultStatus(end)
    PQclear(end)
    guard status == PGRES_PIPELINE_SYNC else { throw lost(after: failure) }
    if let failure { throw failure }
    return answers
  }

  /// Runs statements that are not kept: settings, and those that make the store.
  func execute(_ text: String) throws(Failure) { PQclear(try result(of: text)) }

  /// The one number that a statement gives which is not kept.
  func number(_ text: String) throws(Failure) -> Int {
    let result = try result(of: text)
    defer { PQclear(result) }
    guard PQntuples(result) == 1, let number = Int(String(cString: PQgetvalue(result, 0, 0))) else {
      throw .other(.unreadable("a number"))
    }
    return number
  }

  private func result(of text: String) throws(Failure) -> OpaquePointer {
    guard PQexitPipelineMode(connection) == 1, let result = PQexec(connection, text),
      PQenterPipelineMode(connection) == 1
    else { throw lost() }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      defer { PQclear(result) }
      throw Failure(result)
    }
    return result
  }

  private func lost(after failure: Failure? = nil) -> Failure {
    if case .refused(let state, let message) = failure {
      // The server said why before it hung up.
      return .lost("\(state): \(message)")
    }
    return failure ?? .lost(String(cString: PQerrorMessage(connection)))
  }

  /// libpq tells no SQLSTATE of a connection that was refused, only words, and these in English or
  /// in the server's language: what the server said of the user or database may not pass.
  private static func failure(ofOpening message: String) -> Failure {
    let isRefusal =
      message.contains("FATAL") && !message.contains("the database system is")
      && !message.contains("too many") && !message.contains("remaining connection slots")
    guard isRefusal else { return .lost(message) }
    let state =
      message.contains("database \"") && message.contains("does not exist")
      ? "3D000" : "28000"
    return .refused(state: state, message: message)
  }
}

/// Runs `body` with the C strings of `texts` and a null pointer behind them.
private func withCStrings<Answer>(
  _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Answer
) -> Answer {
  withPointers(texts.map { Array($0.utf8) + [0] }) { body($0 + [nil]) }
}

/// Runs `body` with a pointer to the bytes of each value; they lie one behind the other.
private func withPointers<Answer>(
  _ values: [[UInt8]?], _ body: ([UnsafePointer<CChar>?]) -> Answer
) -> Answer {
  let bytes = Array(values.compactMap { $0 }.joined()) + [0]
  return bytes.withUnsafeBytes { buffer in
    var place = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
    let pointers = values.map { value -> UnsafePointer<CChar>? in
      guard let value else { return nil }
      defer { place += value.count }
      return place
    }
    return body(pointers)
  }
}
#endif
