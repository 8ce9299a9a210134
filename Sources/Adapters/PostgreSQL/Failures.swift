#if PostgreSQL
import CPostgreSQL
import Provisioning

/// Why an exchange with the server came to nothing.
enum Failure: Error {
  /// The connection is of no use any more; what was asked last may or may not have been done.
  case lost(String)
  /// The server refused a statement, by its SQLSTATE.
  case refused(state: String, message: String)
  /// Something else than the server.
  case other(ProvisioningError)

  /// The failure that a result of libpq tells of.
  init(_ result: OpaquePointer) {
    let message = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    let state = PQresultErrorField(result, 67 /* PG_DIAG_SQLSTATE, 'C' */)
      .map { String(cString: $0) }
    self = state.map { Failure($0, message) } ?? .lost(message)
  }

  /// Why a connection was not opened. libpq gives its SQLSTATE only within the message, where it
  /// stands between words that may be in any language. Of several hosts, one that refuses outright
  /// tells more than those that cannot be reached.
  init(ofOpening connection: OpaquePointer) {
    let message = String(cString: PQerrorMessage(connection))
    let failures = message.split(whereSeparator: \.isNewline)
      .compactMap { $0.firstMatch(of: #/:  ([0-9A-Z]{5}): /#)?.1 }
      .map { Failure(String($0), message) }
    let lacksPassword = PQconnectionNeedsPassword(connection) == 1
    self =
      failures.first { !$0.mayPass } ?? failures.last
      ?? (lacksPassword ? Failure("28P01", message) : .lost(message))
  }

  private init(_ state: String, _ message: String) {
    let isGone = state.hasPrefix("08") || Self.gone.contains(state)
    self = isGone ? .lost(message) : .refused(state: state, message: message)
  }

  /// The server is going down or coming up, has become a copy that takes no writes, or does not
  /// know whether it has done what was asked.
  private static let gone: Set = ["57P01", "57P02", "57P03", "25006", "40003"]

  /// Whether one of the requests that were sent together may be the cause: alone, the others succeed.
  var mayBeOfOne: Bool {
    switch self {
    case .lost: false
    case .refused: !mayPass
    case .other(let error): error.code != .cancelled
    }
  }

  /// Whether the same may succeed when it is tried again.
  var mayPass: Bool {
    switch self {
    case .lost: true
    // Others were in the way, or one that is gone still holds the lock; too many connections.
    case .refused(let state, _): ["40001", "40P01", "53300", "55P03"].contains(state)
    case .other: false
    }
  }

  var error: ProvisioningError {
    switch self {
    case .lost(let message):
      .unavailable(
        "Its server does not answer.", remedy: "Check that it is running and can be reached.",
        detail: message)
    case .refused(let state, let message): .refused(state, "\(state): \(message)")
    case .other(let error): error
    }
  }
}

extension ProvisioningError {
  /// The error for a SQLSTATE. The server's words go to `detail`: they may quote a value.
  fileprivate static func refused(_ state: String, _ detail: String) -> ProvisioningError {
    switch state {
    case "40001", "40P01", "55P03", "57014":
      ProvisioningError(
        .busy, "The store is busy.", reason: "Others have been writing to it for a while.",
        remedy: "Let them end, then run the same command again.", detail: detail)
    case "3D000":
      ProvisioningError(
        .notFound, "There is no store.", reason: "Its server has no such database.",
        remedy: "Make it: createdb NAME.", detail: detail)
    case "28000", "28P01", "42501":
      .unavailable(
        "Its server does not let this user in, or not write.",
        remedy: "Check the user, the password in ~/.pgpass or PGPASSWORD, and what was granted.",
        detail: detail)
    case "53100":
      .unavailable(
        "There is no space left on its server's disk.", remedy: "Make space.", detail: detail)
    case "53300":
      .unavailable(
        "Its server has too many connections.", remedy: "Raise max_connections.", detail: detail)
    case "54000":
      ProvisioningError(
        .invalid, "A text is too long to be stored.", reason: "PostgreSQL does not take it.",
        detail: detail)
    case "XX001", "XX002":
      ProvisioningError(
        .corrupt, "The store's database is damaged.", reason: "Its server says so.",
        remedy: "Restore it from a backup.", detail: detail)
    default:
      .unavailable(
        "Its server refused a statement.", remedy: "Look into the server's log.", detail: detail)
    }
  }

  static func unavailable(
    _ reason: String, remedy: String?, detail: String? = nil
  ) -> ProvisioningError {
    ProvisioningError(
      .unavailable, "The store cannot be used.", reason: reason, remedy: remedy, detail: detail)
  }

  static let noStore = ProvisioningError(
    .notFound, "There is no store.", reason: "Its database holds none.",
    remedy: "Run 'linkctl store init', or check the address.")

  static let storeClosed = ProvisioningError(
    .unavailable, "The store is closed.", reason: "It was used after 'close()'.")
}
#endif
