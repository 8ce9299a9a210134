/// Checks on any store the rules that are states: who may hold links, where merges end, what an
/// enrollment hangs on, and whether the journal can be read.
public struct StoreVerifier: Sendable {
  private let reader: any AccountReader
  private let progress: @Sendable (Int) -> Void
  private static let page = 1000

  /// A rule that does not hold.
  public struct Problem: Hashable, Sendable {
    /// The rule's number in the documentation; 0 for the store's own consistency.
    public let rule: Int
    /// What breaks it: an account's ID, a key or an entry.
    public let subject: String
    /// How.
    public let detail: String

    /// Creates a problem.
    public init(rule: Int, subject: String, detail: String) {
      self.rule = rule
      self.subject = subject
      self.detail = detail
    }
  }

  /// What was looked at, and what was found.
  public struct Report: Hashable, Sendable {
    /// Accounts looked at.
    public var accounts = 0
    /// Links looked at.
    public var links = 0
    /// Sections looked at.
    public var sections = 0
    /// Enrollments looked at.
    public var enrollments = 0
    /// Journal entries looked at.
    public var journalEntries = 0
    /// What does not hold, sorted by rule and subject.
    public var problems: [Problem] = []

    fileprivate var rows: Int { accounts + links + sections + enrollments + journalEntries }
  }

  /// Creates a verifier. `progress` is told now and then how many rows were looked at.
  public init(
    _ reader: any AccountReader, progress: @escaping @Sendable (_ rows: Int) -> Void = { _ in }
  ) {
    (self.reader, self.progress) = (reader, progress)
  }

  /// Looks at everything. Reads page by page; memory grows with the journal's entries only.
  public func verify() async throws(ProvisioningError) -> Report {
    var report = Report()
    var written: Set<Revision> = []
    try await pass(&report) { report throws(ProvisioningError) in
      try await verifyAccounts(&report, &written)
    }
    try await pass(&report) { report throws(ProvisioningError) in
      try await verifyLinks(&report, &written)
    }
    try await pass(&report) { report throws(ProvisioningError) in
      try await verifySections(&report, &written)
    }
    try await pass(&report) { report throws(ProvisioningError) in
      try await verifyJournal(&report, written)
    }
    report.problems.sort { ($0.rule, $0.subject, $0.detail) < ($1.rule, $1.subject, $1.detail) }
    return report
  }

  /// Runs one pass; a row that cannot be read ends it, and is a problem itself.
  private func pass(
    _ report: inout Report, _ verify: (inout Report) async throws(ProvisioningError) -> Void
  ) async throws(ProvisioningError) {
    do {
      try await verify(&report)
    } catch {
      guard error.code == .corrupt else { throw error }
      report.add(0, "store", error.problem)
    }
  }

  private func verifyAccounts(
    _ report: inout Report, _ written: inout Set<Revision>
  ) async throws(ProvisioningError) {
    var last: Account.ID?
    while true {
      if Task.isCancelled { throw .cancelled }
      progress(report.rows)
      let page = try await reader.accounts(after: last, limit: Self.page)
      guard let end = page.last else { return }
      let links = Dictionary(
        grouping: try await reader.links(of: page.map(\.id)), by: \.state.account)
      for account in page {
        report.accounts += 1
        written.insert(account.revision)
        try await verify(account, keys: Set((links[account.id] ?? []).map(\.key)), &report)
      }
      last = end.id
    }
  }

  private func verify(
    _ account: Account, keys: Set<Identity.Key>, _ report: inout Report
  ) async throws(ProvisioningError) {
    let id = account.id.rawValue
    if !account.status.isLive, !keys.isEmpty {
      report.add(account.status == .erased ? 2 : 3, id, "is \(account.status.name), but has links")
    }
    if let target = account.mergedInto {
      do {
        guard let survivor = try await reader.survivor(of: target) else {
          return report.add(3, id, "was merged into an account that is not there")
        }
        if !survivor.status.isLive { report.add(3, id, "was merged into one that is erased") }
      } catch {
        guard error.code == .corrupt else { throw error }
        report.add(3, id, "was merged in a circle")
      }
    }
    if account.status == .erased, !account.state.local.isEmpty {
      report.add(14, id, "is erased, but holds fields")
    }
    switch account.state.primary {
    case nil where account.status.isLive && !keys.isEmpty:
      report.add(16, id, "follows none of its links")
    case let primary? where !keys.contains(primary):
      report.add(16, id, "follows a link that is not its own")
    default: break
    }
  }

  private func verifyLinks(
    _ report: inout Report, _ written: inout Set<Revision>
  ) async throws(ProvisioningError) {
    var last: Identity.Key?
    while true {
      if Task.isCancelled { throw .cancelled }
      progress(report.rows)
      let page = try await reader.links(after: last, limit: Self.page)
      guard let end = page.last else { return }
      let ids = Set(page.map(\.state.account))
      let found = try await reader.accounts(Array(ids))
      let accounts = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      for link in page {
        report.links += 1
        written.insert(link.revision)
        if let last, link.key <= last { report.add(1, "\(link.key)", "is linked twice") }
        last = link.key
        guard let account = accounts[link.state.account] else {
          report.add(2, "\(link.key)", "leads to an account that is not there")
          continue
        }
        if !account.status.isLive {
          report.add(2, "\(link.key)", "leads to an account that is \(account.status.name)")
        }
      }
      last = end.key
    }
  }

  private func verifySections(
    _ report: inout Report, _ written: inout Set<Revision>
  ) async throws(ProvisioningError) {
    var last: Section.Key?
    while true {
      if Task.isCancelled { throw .cancelled }
      progress(report.rows)
      let page = try await reader.sections(of: nil, after: last, limit: 100)
      guard let end = page.last else { return }
      let assertions = try await reader.assertions(in: page.map(\.key))
      let links = try await reader.links(Array(Set(assertions.map(\.key))))
      let accounts = Dictionary(
        links.map { ($0.key, $0.state.account) }, uniquingKeysWith: { $1 })
      var seen: Set<EnrollmentKey> = []
      for assertion in assertions {
        written.insert(assertion.revision)
        let name = "\(assertion.section) \(assertion.key)"
        if !seen.insert(EnrollmentKey(assertion.section, assertion.key)).inserted {
          report.add(4, name, "is there twice")
        }
        if accounts[assertion.key] == nil { report.add(4, name, "hangs on a key without a link") }
      }
      for section in page { written.insert(section.revision) }
      report.sections += page.count
      report.enrollments += Enrollment.folding(assertions, accounts: accounts).count
      last = end.key
    }
  }

  private func verifyJournal(
    _ report: inout Report, _ written: Set<Revision>
  ) async throws(ProvisioningError) {
    var missing = written
    var before: Revision?
    while true {
      if Task.isCancelled { throw .cancelled }
      progress(report.rows)
      let page = try await reader.entries(.all, before: before, limit: 100)
      guard let end = page.last else { break }
      for entry in page {
        report.journalEntries += 1
        missing.remove(entry.revision)
        try await verify(entry, &report)
      }
      before = end.revision
    }
    for revision in missing {
      report.add(13, "revision \(revision.number)", "wrote rows, but is not in the journal")
    }
  }

  private func verify(
    _ entry: JournalEntry, _ report: inout Report
  ) async throws(ProvisioningError) {
    if let reverted = entry.header.reverts, try await reader.entry(.id(reverted)) == nil {
      report.add(13, entry.id.rawValue, "takes back an entry that is not there")
    }
    do {
      let changes = try await reader.changes(of: entry.id)
      if changes.count != entry.changes {
        report.add(
          13, entry.id.rawValue, "should hold \(entry.changes) changes, holds \(changes.count)")
      }
    } catch {
      guard error.code == .corrupt else { throw error }
      report.add(13, entry.id.rawValue, "cannot be read")
    }
  }
}

extension StoreVerifier.Report {
  fileprivate mutating func add(_ rule: Int, _ subject: String, _ detail: String) {
    problems.append(StoreVerifier.Problem(rule: rule, subject: subject, detail: detail))
  }
}
