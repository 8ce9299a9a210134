import Provisioning

extension Session {
  func counts() throws(ProvisioningError) -> StoreCounts {
    try reading { () throws(ProvisioningError) in
      var counts = StoreCounts()
      try forEachRow(.countAccounts) { row throws(ProvisioningError) in
        let code = Int(row.integer())
        guard Account.Status.names.indices.contains(code) else {
          throw .unreadable("an account's status")
        }
        counts.accounts[Account.Status.names[code]] = Int(row.integer())
      }
      try forEachRow(.countSections) { row throws(ProvisioningError) in
        counts.sections[try Section.Status(code: row.integer())] = Int(row.integer())
      }
      counts.links = try firstRow(.countLinks) { Int($0.integer()) } ?? 0
      counts.journalEntries = try firstRow(.countEntries) { Int($0.integer()) } ?? 0
      counts.enrollments = try enrollmentCounts()
      counts.schemaVersion = try layoutVersion()
      return counts
    }
  }

  /// Counts assertions, and then takes off what accounts with several links assert twice.
  private func enrollmentCounts() throws(ProvisioningError) -> [Enrollment.Status: Int] {
    var counts: [Enrollment.Status: Int] = [:]
    let queries: [(Query, sign: Int)] = [
      (.countAssertions, 1), (.countSharedAssertions, -1), (.countSharedEnrollments, 1),
    ]
    for (query, sign) in queries {
      try forEachRow(query) { row throws(ProvisioningError) in
        let status = try Enrollment.Status(code: row.integer())
        counts[status, default: 0] += sign * Int(row.integer())
      }
    }
    return counts.filter { $1 != 0 }
  }

  /// What SQLite finds wrong with the file and its references; empty if nothing.
  func integrityProblems() throws(ProvisioningError) -> [String] {
    var problems = try rows(.integrityCheck) { $0.text() }.filter { $0 != "ok" }
    var missing: [String: Int] = [:]
    try forEachRow(.foreignKeyCheck) { row throws(ProvisioningError) in
      let child = row.text()
      row.skip(1)
      missing["Rows of '\(child)' name rows of '\(row.text())' that are missing", default: 0] += 1
    }
    problems += missing.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)." }
    return problems
  }
}

extension Query {
  static let countAccounts = Query("SELECT status, count(*) FROM account GROUP BY status")
  static let countSections = Query("SELECT status, count(*) FROM section GROUP BY status")
  static let countLinks = Query("SELECT count(*) FROM link")
  static let countEntries = Query("SELECT count(*) FROM entry")
  /// Added up: grouping would sort every row.
  static let countAssertions = Query(
    """
    WITH rows (ended, every) AS MATERIALIZED (
      SELECT ifnull(sum(status), 0), count(*) FROM assertion)
    SELECT 0, every - ended FROM rows UNION ALL SELECT 1, ended FROM rows
    """)

  /// The links of accounts that have several.
  private static let shared = """
    WITH shared (link, account) AS MATERIALIZED (
      SELECT number, account FROM link
      WHERE account IN (SELECT account FROM link GROUP BY account HAVING count(*) > 1))
    """
  static let countSharedAssertions = Query(
    """
    \(shared) SELECT e.status, count(*)
    FROM shared CROSS JOIN assertion e ON e.link = shared.link GROUP BY e.status
    """)
  static let countSharedEnrollments = Query(
    """
    \(shared) SELECT status, count(*) FROM (
      SELECT min(e.status) AS status FROM shared
      CROSS JOIN assertion e ON e.link = shared.link GROUP BY e.section, shared.account)
    GROUP BY status
    """)

  static let integrityCheck = Query("PRAGMA integrity_check")
  static let foreignKeyCheck = Query("PRAGMA foreign_key_check")
}
