#if PostgreSQL
import Provisioning

extension Read where Answer == StoreCounts {
  static var counts: Read {
    Read(request: Request(.counts)) { rows throws(ProvisioningError) in
      var counts = StoreCounts()
      let found = try rows.map { row throws(ProvisioningError) in
        (of: try row.text(), status: try row.text(), count: Int(try row.number()))
      }
      for (kind, status, count) in found {
        switch kind {
        case "account": counts.accounts[status] = count
        case "section":
          guard let status = Section.Status(rawValue: status) else {
            throw .unreadable("a section's status")
          }
          counts.sections[status] = count
        case "enrollment":
          guard let status = Enrollment.Status(rawValue: status) else {
            throw .unreadable("an enrollment's status")
          }
          counts.enrollments[status, default: 0] += count
        case "link": counts.links = count
        case "entry": counts.journalEntries = count
        default: counts.schemaVersion = count
        }
      }
      counts.enrollments = counts.enrollments.filter { $1 != 0 }
      return counts
    }
  }
}

extension Read where Answer == [String] {
  /// What contradicts itself in the tables; empty if nothing does.
  static var problems: Read {
    Read(request: Request(.problems)) { rows throws(ProvisioningError) in
      let found = try rows.map { row throws(ProvisioningError) in
        (what: try row.text(), count: try row.number())
      }
      return found.filter { $0.count != 0 }.map { "\($0.what): \($0.count)." }
    }
  }
}

extension Query {
  static let storeReads: [Query] = [counts, problems]

  /// Enrollments are counted as assertions, less those that accounts with several links make twice.
  static let counts = Query(
    "counts",
    """
    WITH shared AS (
      SELECT l.key, l.account FROM link l JOIN (
        SELECT account FROM link GROUP BY account HAVING count(*) > 1) AS s ON s.account = l.account),
    twice AS (
      SELECT s.account, e.section, e.status FROM shared s JOIN assertion e ON e.link = s.key)
    SELECT 'account', status, count(*) FROM account GROUP BY status
    UNION ALL SELECT 'section', status, count(*) FROM section GROUP BY status
    UNION ALL SELECT 'link', '', count(*) FROM link
    UNION ALL SELECT 'entry', '', count(*) FROM entry
    UNION ALL SELECT 'enrollment', status, count(*) FROM assertion GROUP BY status
    UNION ALL SELECT 'enrollment', status, -count(*) FROM twice GROUP BY status
    UNION ALL SELECT 'enrollment', status, count(*) FROM (
      SELECT min(status) AS status FROM twice GROUP BY account, section) AS once GROUP BY status
    UNION ALL SELECT 'layout', '', layout FROM store
    """, .long)

  static let problems = Query(
    "problems",
    """
    SELECT 'Links name accounts that are missing', count(*)
    FROM link l LEFT JOIN account a ON a.id = l.account WHERE a.id IS NULL
    UNION ALL SELECT 'Accounts follow links that are missing', count(*)
    FROM account a LEFT JOIN link l ON l.key = a.primary_link
    WHERE a.primary_link IS NOT NULL AND l.key IS NULL
    UNION ALL SELECT 'Enrollments name links that are missing', count(*)
    FROM assertion e LEFT JOIN link l ON l.key = e.link WHERE l.key IS NULL
    UNION ALL SELECT 'Enrollments name sections that are missing', count(*)
    FROM assertion e LEFT JOIN section s ON s.key = e.section WHERE s.key IS NULL
    UNION ALL SELECT 'Entries are missing or too many', (SELECT max(revision) FROM store) - count(*)
    FROM entry
    """, .long)
}
#endif
