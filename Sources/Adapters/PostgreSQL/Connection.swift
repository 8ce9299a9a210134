#if PostgreSQL
import CPostgreSQL
import Glibc
import Provisioning

/// A connection of libpq that is never waited for without end. It stays on the thread that opened it.
final class Connection {
  let pointer: OpaquePointer
  private let silence: Duration
  private let warnings = Warnings()

  /// Connects, and waits for the server to let the user in.
  init(_ address: Address) throws(Failure) {
    silence = address.silence
    pointer = try Self.begin(address)
    PQsetNoticeReceiver(
      pointer, { Warnings.note($1, in: $0) }, Unmanaged.passUnretained(warnings).toOpaque())
    // Only a connection that was begun can be asked for SQLSTATEs, and only the call that blocks
    // keeps to `connect_timeout` at each of the hosts: so it is begun, and opened anew.
    PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    PQreset(pointer)
    guard PQstatus(pointer) == CONNECTION_OK else { throw Failure(ofOpening: pointer) }
    PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
    PQsetnonblocking(pointer, 1)
  }

  deinit { PQfinish(pointer) }

  private static func begin(_ address: Address) throws(Failure) -> OpaquePointer {
    let keywords = address.keywords
    let begun = withCStrings(keywords.map(\.0)) { names in
      withCStrings(keywords.map(\.1)) { values in PQconnectStartParams(names, values, 1) }
    }
    guard let begun else { throw .other(.unavailable("There is no memory left.", remedy: nil)) }
    guard PQstatus(begun) != CONNECTION_BAD else {
      defer { PQfinish(begun) }
      throw .lost(String(cString: PQerrorMessage(begun)))
    }
    return begun
  }

  /// Sends what is to be sent.
  func flush() throws(Failure) {
    while true {
      switch PQflush(pointer) {
      case 0: return
      case 1: try wait(for: POLLIN | POLLOUT, .usual)
      default: throw lost()
      }
      // A server that cannot get rid of its answers takes nothing more.
      guard PQconsumeInput(pointer) == 1 else { throw lost() }
    }
  }

  /// The next result; `nil` behind the last one of a statement.
  func next(_ pace: Query.Pace) throws(Failure) -> OpaquePointer? {
    while PQisBusy(pointer) == 1 {
      try wait(for: POLLIN, pace)
      guard PQconsumeInput(pointer) == 1 else { throw lost() }
    }
    return PQgetResult(pointer)
  }

  private func wait(for events: Int32, _ pace: Query.Pace) throws(Failure) {
    let limit = pace == .long ? silence * 120 : silence
    var socket = pollfd(fd: PQsocket(pointer), events: Int16(events), revents: 0)
    let milliseconds = Int32(min(Double(Int32.max), limit / .milliseconds(1)))
    while true {
      let code = poll(&socket, 1, milliseconds)
      if code > 0 { return }
      if code == 0 { throw .lost("It has not answered for \(limit).") }
      if errno != EINTR { throw lost() }
    }
  }

  func lost() -> Failure { .lost(String(cString: PQerrorMessage(pointer))) }

  /// Whether the server has warned of anything since this was set to false.
  var hasWarned: Bool {
    get { warnings.isAny }
    set { warnings.isAny = newValue }
  }
}

/// Whether a server has sent warnings that have no meaning of their own among its SQLSTATEs.
private final class Warnings {
  var isAny = false

  static func note(_ notice: OpaquePointer?, in pointer: UnsafeMutableRawPointer?) {
    guard let notice, let pointer,
      let state = PQresultErrorField(notice, Field.state),
      let severity = PQresultErrorField(notice, Field.severity),
      strcmp(state, "01000") == 0, strcmp(severity, "WARNING") == 0
    else { return }
    Unmanaged<Warnings>.fromOpaque(pointer).takeUnretainedValue().isAny = true
  }

  private enum Field {
    static let severity: Int32 = 86  // PG_DIAG_SEVERITY_NONLOCALIZED, 'V'
    static let state: Int32 = 67  // PG_DIAG_SQLSTATE, 'C'
  }
}

/// Runs `body` with the C strings of `texts` and a null pointer behind them.
private func withCStrings<Answer>(
  _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Answer
) -> Answer {
  withPointers(texts.map { Array($0.utf8) + [0] }) { body($0 + [nil]) }
}

/// Runs `body` with a pointer to the bytes of each value; they lie one behind the other.
func withPointers<Answer>(
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
