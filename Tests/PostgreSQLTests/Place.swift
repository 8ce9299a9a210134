#if PostgreSQL
import CPostgreSQL
import Foundation
import Provisioning
import ProvisioningPostgreSQL
import Synchronization
import Testing

/// The server of the tests, which `scripts/postgresql` starts. Without one, they are skipped.
enum Server {
  static let url = getenv("PROVISIONING_POSTGRESQL").map { String(cString: $0) }

  static let isThere = ConditionTrait.enabled(
    if: url != nil, "PROVISIONING_POSTGRESQL names no server: scripts/postgresql with swift test")

  /// The URL of another database of the server at `url`.
  static func url(ofDatabase name: String, at url: String) -> String {
    url.replacing("/postgres?", with: "/\(name)?")
  }
}

/// A schema of a test's own in a database, which goes with the value.
final class Place: Sendable {
  let url: String
  let schema: String
  private static let count = Atomic(0)

  init(at url: String? = Server.url) throws {
    self.url = try #require(url)
    schema = "test_\(getpid())_\(Self.count.add(1, ordering: .relaxed).newValue)"
  }

  func open(
    mode: PostgreSQLStore.Mode = .createIfMissing, patience: Duration = .seconds(60)
  ) async throws(ProvisioningError) -> PostgreSQLStore {
    // The server shows a connection's name, so that a test can find those of its store.
    try await PostgreSQLStore.open(
      at: "\(url)&application_name=\(schema)", schema: schema, mode: mode, patience: patience)
  }

  /// A door to the server that shuts in time.
  func door(_ cut: CutConnection.Cut) throws -> CutConnection {
    let host = try #require(url.split(separator: "host=").last)
    return CutConnection(to: try #require(String(host).removingPercentEncoding), cut)
  }

  func open(
    through door: CutConnection, patience: Duration = .seconds(60),
    silence: Duration = .seconds(30)
  ) async throws(ProvisioningError) -> PostgreSQLStore {
    try await PostgreSQLStore.open(
      at: url(through: door), schema: schema, patience: patience, silence: silence)
  }

  func url(through door: CutConnection) -> String {
    url.split(separator: "host=")[0] + "host=\(door.folder)&connect_timeout=2"
  }

  /// Runs a statement in the schema as the store's other writers do.
  func underLock(_ statement: String) {
    _ = try? execute(
      """
      SET search_path TO \(schema); BEGIN; SELECT revision FROM store FOR UPDATE; \(statement);
      COMMIT
      """, at: url)
  }

  deinit { _ = try? execute("DROP SCHEMA IF EXISTS \(schema) CASCADE", at: url) }
}

/// Places that are kept as long as this is.
final class Places: Sendable {
  private let all = Mutex<[Place]>([])

  func add(at url: String? = Server.url) throws -> Place {
    let place = try Place(at: url)
    all.withLock { $0.append(place) }
    return place
  }
}

/// Runs statements beside any store, and returns the first value of the last one.
@discardableResult
func execute(_ text: String, at url: String) throws -> String {
  let connection = PQconnectdb(url)
  defer { PQfinish(connection) }
  PQsetNoticeProcessor(connection, { _, _ in }, nil)
  let result = PQexec(connection, text)
  defer { PQclear(result) }
  let status = PQresultStatus(result)
  try #require(
    status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK,
    "\(String(cString: PQerrorMessage(connection)))")
  return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : ""
}
#endif
