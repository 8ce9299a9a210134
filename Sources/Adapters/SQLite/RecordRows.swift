import Provisioning

extension Session {
  func record(_ key: Record.Key) throws(ProvisioningError) -> Record? {
    try firstRow(
      .record,
      bind: {
        $0.bind(key.kind.rawValue)
        $0.bind(key.name)
      }, read: record)
  }

  func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) throws(ProvisioningError) -> [Record] {
    let bind = { (statement: Statement) in
      statement.bind(kind.rawValue)
      if let name { statement.bind(name) }
      statement.bind(Int64(max(0, limit)))
    }
    return try rows(name == nil ? .records : .recordsAfter, bind: bind, read: record)
  }

  /// The next records of all kinds, by kind and name.
  func records(after key: Record.Key?, limit: Int) throws(ProvisioningError) -> [Record] {
    try rows(
      .allRecordsAfter,
      bind: {
        // No kind is empty.
        $0.bind(key?.kind.rawValue ?? "")
        $0.bind(key?.name ?? "")
        $0.bind(Int64(max(0, limit)))
      }, read: record)
  }

  func apply(_ changes: [RecordChange]) throws(ProvisioningError) {
    for change in changes { try apply(change) }
  }

  private func apply(_ change: RecordChange) throws(ProvisioningError) {
    switch change {
    case .put(let key, let value, let expires, 0):
      let statement = try prepared(.insertRecord)
      statement.bind(key.kind.rawValue)
      statement.bind(key.name)
      statement.bind(value)
      statement.bind(expires?.milliseconds)
      try requireOne(try statement.run())
    case .put(let key, let value, let expires, let version):
      let statement = try prepared(.updateRecord)
      statement.bind(value)
      statement.bind(expires?.milliseconds)
      statement.bind(key.kind.rawValue)
      statement.bind(key.name)
      statement.bind(version)
      try requireOne(try statement.run())
    case .take(let key, let version):
      let statement = try prepared(.takeRecord)
      statement.bind(key.kind.rawValue)
      statement.bind(key.name)
      statement.bind(version)
      try requireOne(try statement.run())
    }
  }

  private func requireOne(_ written: Int) throws(ProvisioningError) {
    guard written == 1 else { throw .changed("A record is not in the version that was read.") }
  }

  func expireRecords(before moment: Timestamp) throws(ProvisioningError) -> Int {
    let statement = try prepared(.expireRecords)
    statement.bind(moment.milliseconds)
    return try statement.run()
  }

  private func record(from row: inout Row) throws(ProvisioningError) -> Record {
    let key = Record.Key(Record.Kind(rawValue: row.text()), row.text())
    return Record(
      key: key, value: row.text(),
      expires: row.optionalInteger().map { Timestamp(milliseconds: $0) }, version: row.integer())
  }
}

extension Query {
  private static let recordColumns = "SELECT kind, name, value, expires, version FROM record"

  static let record = Query("\(recordColumns) WHERE kind = ? AND name = ?")
  static let records = Query("\(recordColumns) WHERE kind = ? ORDER BY name LIMIT ?")
  static let recordsAfter = Query(
    "\(recordColumns) WHERE kind = ? AND name > ? ORDER BY name LIMIT ?")
  static let allRecordsAfter = Query(
    "\(recordColumns) WHERE (kind, name) > (?, ?) ORDER BY kind, name LIMIT ?")
  static let insertRecord = Query(
    "INSERT INTO record (kind, name, value, expires, version) VALUES (?, ?, ?, ?, 1)")
  static let updateRecord = Query(
    """
    UPDATE record SET value = ?, expires = ?, version = version + 1
    WHERE kind = ? AND name = ? AND version = ?
    """)
  static let takeRecord = Query("DELETE FROM record WHERE kind = ? AND name = ? AND version = ?")
  static let expireRecords = Query("DELETE FROM record WHERE expires < ?")
}
