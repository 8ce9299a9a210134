#if PostgreSQL
import Provisioning

/// An entry as it is written, with the text of its changes.
struct WrittenEntry {
  let header: JournalEntry.Header
  let revision: Revision
  let count: Int
  let body: [UInt8]
  let accounts: [Account.ID]
}

// Rows with the revisions that they are to carry, any number by one statement. The server writes those
// that are known to be new in two thirds of the time.
extension Request {
  static func put(accounts rows: [(Account.ID, Account.State, Int64)], areNew: Bool) -> Request {
    Request(areNew ? .insertAccounts : .putAccounts) {
      $0.addTexts(rows) { $0.0.rawValue }
      $0.addTexts(rows) { $0.1.status.name }
      $0.addTexts(rows) { if case .merged(let id) = $0.1.status { id.rawValue } else { nil } }
      $0.addTexts(rows) { $0.1.primary?.stored }
      $0.addTexts(rows) { $0.1.local.stored }
      $0.addTexts(rows) { $0.1.local.values[.email]?.first }
      $0.addNumbers(rows) { $0.2 }
    }
  }

  static func put(links rows: [(Identity.Key, Link.State, Int64)], areNew: Bool) -> Request {
    Request(areNew ? .insertLinks : .putLinks) {
      $0.addTexts(rows) { $0.0.stored }
      $0.addTexts(rows) { $0.1.account.rawValue }
      $0.addTexts(rows) { $0.1.sharing.rawValue }
      $0.addNumbers(rows) { $0.1.since.milliseconds }
      $0.addTexts(rows) { $0.1.because.kind.rawValue }
      $0.addTexts(rows) { $0.1.because.via?.stored }
      $0.addNumbers(rows) { $0.2 }
      $0.addTexts(rows) {
        let roles = $0.1.profile.roles
        return roles.isEmpty ? nil : roles.map(\.rawValue).joined(separator: ",")
      }
      $0.addTexts(rows, \.1.profile.given)
      $0.addTexts(rows, \.1.profile.middle)
      $0.addTexts(rows, \.1.profile.family)
      $0.addTexts(rows, \.1.profile.email)
      $0.addTexts(rows, \.1.profile.grade)
      $0.addTexts(rows, \.1.profile.district)
      $0.addTexts(rows) { ListText.encode($0.1.profile.schools) }
      $0.addTexts(rows, \.1.profile.sisID)
      $0.addTexts(rows, \.1.profile.birthDate)
      $0.addTexts(rows, \.1.profile.gender)
    }
  }

  static func put(sections rows: [(Section.Key, Section.State, Int64)], areNew: Bool) -> Request {
    Request(areNew ? .insertSections : .putSections) {
      $0.addTexts(rows) { $0.0.stored }
      $0.addTexts(rows) { $0.1.status.rawValue }
      $0.addTexts(rows) { $0.1.local.stored }
      $0.addNumbers(rows) { $0.2 }
      for field in Section.Details.Field.allCases {
        $0.addTexts(rows) { $0.1.asserted[field].first }
      }
    }
  }

  static func put(enrollments rows: [(EnrollmentKey, Enrollment.State, Int64)], areNew: Bool)
    -> Request
  {
    Request(areNew ? .insertAssertions : .putAssertions) {
      $0.addTexts(rows) { $0.0.section.stored }
      $0.addTexts(rows) { $0.0.key.stored }
      $0.addTexts(rows) { $0.1.role.rawValue }
      $0.addTexts(rows) { $0.1.status.rawValue }
      $0.addNumbers(rows) { $0.2 }
    }
  }

  static func put(records rows: [Record]) -> Request {
    Request(.putRecords) {
      $0.addTexts(rows) { $0.key.kind.rawValue }
      $0.addTexts(rows) { $0.key.name }
      $0.addTexts(rows) { $0.value }
      $0.addNumbers(rows) { $0.expires?.milliseconds }
      $0.addNumbers(rows) { $0.version }
    }
  }

  /// Entries, and which accounts they touched.
  static func insert(entries: [WrittenEntry]) -> [Request] {
    let insertion = Request(.insertEntries) {
      $0.addNumbers(entries) { $0.revision.number }
      $0.addTexts(entries) { $0.header.id.rawValue }
      $0.addNumbers(entries) { $0.header.at.milliseconds }
      $0.addTexts(entries) { $0.header.actor }
      $0.addTexts(entries) { $0.header.action.rawValue }
      $0.addTexts(entries) { $0.header.reason }
      $0.addTexts(entries) { $0.header.run?.rawValue }
      $0.addTexts(entries) { $0.header.reverts?.rawValue }
      $0.addNumbers(entries) { Int64($0.count) }
      $0.addBytes(entries) { $0.body }
    }
    let touched = entries.flatMap { entry in
      entry.accounts.map { (id: $0, revision: entry.revision.number) }
    }
    guard !touched.isEmpty else { return [insertion] }
    return [
      insertion,
      Request(.insertEntryAccounts) {
        $0.addTexts(touched) { $0.id.rawValue }
        $0.addNumbers(touched) { $0.revision }
      },
    ]
  }
}
#endif
