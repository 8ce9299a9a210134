#if PostgreSQL
import Provisioning

extension Read where Answer == [Record] {
  static func records(_ keys: some Collection<Record.Key>) -> Read {
    let wanted = Array(Set(keys))
    return Read(
      each: .recordsByKey,
      {
        $0.addTexts(wanted) { $0.kind.rawValue }
        $0.addTexts(wanted, \.name)
      }, record)
  }

  static func records(of kind: Record.Kind, after name: String?, limit: Int) -> Read {
    Read(
      each: name == nil ? .records : .recordsAfter,
      {
        $0.add(kind.rawValue)
        $0.add(Int64(max(0, limit)))
        if let name { $0.add(name) }
      }, record)
  }

  /// Records of all kinds.
  static func records(after key: Record.Key?, limit: Int) -> Read {
    Read(
      each: .allRecords,
      {
        $0.add(key?.kind.rawValue ?? "")
        $0.add(key?.name ?? "")
        $0.add(Int64(max(0, limit)))
      }, record)
  }

  private static let record: @Sendable (inout Row) throws(ProvisioningError) -> Record = {
    row throws(ProvisioningError) in
    Record(
      key: Record.Key(Record.Kind(rawValue: try row.text()), try row.text()),
      value: try row.text(),
      expires: try row.optionalNumber().map { Timestamp(milliseconds: $0) },
      version: try row.number())
  }
}

extension Query {
  static let recordReads: [Query] = [recordsByKey, records, recordsAfter, allRecords]

  private static let columns = "SELECT r.kind, r.name, r.value, r.expires, r.version FROM record r"
  static let recordsByKey = Query(
    "records_by_key",
    """
    \(columns) JOIN unnest($1::text[], $2::text[]) AS v (kind, name)
      ON r.kind = v.kind AND r.name = v.name
    """)
  static let records = Query(
    "records", "\(columns) WHERE r.kind = $1::text ORDER BY r.name LIMIT $2::int8")
  static let recordsAfter = Query(
    "records_after",
    "\(columns) WHERE r.kind = $1::text AND r.name > $3::text ORDER BY r.name LIMIT $2::int8")
  static let allRecords = Query(
    "all_records",
    """
    \(columns) WHERE r.kind > $1::text OR r.kind = $1::text AND r.name > $2::text
    ORDER BY r.kind, r.name LIMIT $3::int8
    """)
}
#endif
