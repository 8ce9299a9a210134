#if PostgreSQL
import CPostgreSQL
import Provisioning

/// A connection with its prepared statements. It stays on the thread that opened it.
final class Session {
  private let connection: Connection
  private var prepared: Set<String> = []

  /// Connects, waits for the server's answer, and says what the session is to keep to.
  init(_ address: Address) throws(Failure) {
    connection = try Connection(address)
    // Whoever does not tell it is taken at his word.
    if let encoding = PQparameterStatus(connection.pointer, "server_encoding") {
      guard String(cString: encoding) == "UTF8" else { throw .other(.otherEncoding) }
    }
    try execute(Schema.settings(schema: address.schema))
  }

  /// Whether a transaction is open, or was until it failed.
  var isInTransaction: Bool { PQtransactionStatus(connection.pointer) != PQTRANS_IDLE }

  /// Sends `requests` together and returns their answers; throws the first failure, after which the
  /// server has passed over the rest. Alone, they are a transaction.
  func exchange(_ requests: [Request]) throws(Failure) -> [Rows] {
    connection.hasWarned = false
    var expected: [Expected] = []
    for request in requests {
      if !prepared.contains(request.query.name) {
        try prepare(request.query)
        expected.append(.preparation(request.query.name))
      }
      try send(request)
      expected.append(.answer)
    }
    guard PQpipelineSync(connection.pointer) == 1 else { throw connection.lost() }
    try connection.flush()
    let pace = requests.contains { $0.query.pace == .long } ? Query.Pace.long : .usual
    let answers = try receive(expected, pace)
    guard connection.hasWarned, requests.last?.query == .commit else { return answers }
    // Somebody has cancelled its wait for the copy that must have it (PostgreSQL has no SQLSTATE for
    // this): it is committed here, and may be gone with this server.
    throw .lost("A commit was made, and perhaps not copied.")
  }

  private enum Expected {
    case preparation(String)
    case answer
  }

  private func prepare(_ query: Query) throws(Failure) {
    assert(Query.all.contains(query), "\(query.name) is not listed")
    guard PQsendPrepare(connection.pointer, query.name, query.text, 0, nil) == 1 else {
      throw connection.lost()
    }
    prepared.insert(query.name)
  }

  private func send(_ request: Request) throws(Failure) {
    let values = request.parameters.values
    let lengths = values.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    let code = withPointers(values) { pointers in
      PQsendQueryPrepared(
        connection.pointer, request.query.name, Int32(values.count), pointers, lengths, formats, 1)
    }
    guard code == 1 else { throw connection.lost() }
  }

  private func receive(_ expected: [Expected], _ pace: Query.Pace) throws(Failure) -> [Rows] {
    var answers: [Rows] = []
    var failure: Failure?
    for item in expected {
      guard let result = try connection.next(pace) else { throw lost(after: failure) }
      switch (PQresultStatus(result), item) {
      case (PGRES_COMMAND_OK, .answer), (PGRES_TUPLES_OK, .answer): answers.append(Rows(result))
      case (PGRES_COMMAND_OK, .preparation): PQclear(result)
      case (let status, _):
        if case .preparation(let name) = item { prepared.remove(name) }
        if failure == nil, status != PGRES_PIPELINE_ABORTED { failure = Failure(result) }
        PQclear(result)
        guard PQstatus(connection.pointer) == CONNECTION_OK else { throw lost(after: failure) }
      }
      while let more = try connection.next(pace) { PQclear(more) }
    }
    guard let end = try connection.next(pace) else { throw lost(after: failure) }
    let status = PQresultStatus(end)
    PQclear(end)
    guard status == PGRES_PIPELINE_SYNC else { throw lost(after: failure) }
    if let failure { throw failure }
    return answers
  }

  /// Runs statements that are not kept: settings, and those that make the store.
  func execute(_ text: String, _ pace: Query.Pace = .usual) throws(Failure) {
    PQclear(try result(of: text, pace))
  }

  /// The one number that a statement gives which is not kept.
  func number(_ text: String) throws(Failure) -> Int {
    let result = try result(of: text, .usual)
    defer { PQclear(result) }
    guard PQntuples(result) == 1, let number = Int(String(cString: PQgetvalue(result, 0, 0))) else {
      throw .other(.unreadable("a number"))
    }
    return number
  }

  /// The result of the last statement in `text`, or of the first that failed.
  private func result(of text: String, _ pace: Query.Pace) throws(Failure) -> OpaquePointer {
    let pointer = connection.pointer
    guard PQexitPipelineMode(pointer) == 1, PQsendQuery(pointer, text) == 1 else {
      throw connection.lost()
    }
    try connection.flush()
    var last: OpaquePointer?
    while let result = try connection.next(pace) {
      PQclear(last)
      last = result
    }
    guard let last, PQenterPipelineMode(pointer) == 1 else {
      PQclear(last)
      throw connection.lost()
    }
    let status = PQresultStatus(last)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      defer { PQclear(last) }
      throw Failure(last)
    }
    return last
  }

  private func lost(after failure: Failure?) -> Failure {
    if case .refused(let state, let message) = failure {
      // The server said why before it hung up.
      return .lost("\(state): \(message)")
    }
    return failure ?? connection.lost()
  }
}

extension ProvisioningError {
  fileprivate static let otherEncoding = ProvisioningError(
    .refused, "The database cannot hold a store.", reason: "Its encoding is not UTF8.",
    remedy: "Make another: createdb --encoding UTF8 --template template0 NAME.")
}
#endif
