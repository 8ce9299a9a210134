#if PostgreSQL
import CPostgreSQL
import Provisioning

/// Where a server is and how it is reached, as libpq understands it. It holds no secret: passwords
/// come from where libpq looks for them, which is not the command line.
struct Address: Sendable {
  let url: String
  /// The schema that holds the store's tables.
  let schema: String
  /// How long the server may be silent while it owes an answer.
  let silence: Duration

  init(
    _ url: String, schema: String, silence: Duration = .seconds(30)
  ) throws(ProvisioningError) {
    let isName =
      (1...63).contains(schema.utf8.count)
      && schema.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
    guard isName else {
      throw ProvisioningError(
        .invalid, "The schema's name cannot be used.",
        reason: "It is to be 1 to 63 characters of a-z, 0-9 and _.", detail: schema)
    }
    self.url = url
    self.schema = schema
    self.silence = silence
    try refuseSecrets()
  }

  private func refuseSecrets() throws(ProvisioningError) {
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &message) else {
      // The message may quote the URL, which may hold what it should not.
      PQfreemem(message)
      throw ProvisioningError(
        .invalid, "The address of the store cannot be read.",
        reason: "It is no URL of PostgreSQL.",
        remedy: "Write postgresql://USER@HOST:PORT/DATABASE, with %XX for odd characters.")
    }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if option.pointee.val != nil, ["password", "sslpassword"].contains(String(cString: keyword)) {
        throw ProvisioningError(
          .refused, "The address of the store holds a password.",
          reason: "Everybody on the machine can read a command line.",
          remedy: "Leave it out, and put it into ~/.pgpass, or into the variable PGPASSWORD.")
      }
      option += 1
    }
  }

  /// Keywords and values for libpq. What the URL says overrides what comes before it.
  var keywords: [(String, String)] {
    [
      ("fallback_application_name", "provisioning"), ("connect_timeout", "10"),
      // A server that is gone without a word is noticed within a quarter of a minute.
      ("keepalives_idle", "5"), ("keepalives_interval", "3"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "15000"),
      // Of several hosts, the one that takes writes.
      ("target_session_attrs", "read-write"), ("dbname", url), ("client_encoding", "UTF8"),
    ]
  }
}
#endif
