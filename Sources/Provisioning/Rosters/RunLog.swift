/// The record of a provider's latest run: what makes a killed import go on under its own name.
struct RunLog {
  private struct Entry: Codable {
    var run: String
    var state: State
    var fingerprint: String?
    var began: Int64
    var report: RosterReport
    /// The newest entry of the journal when the run, which is done, began to compare.
    var compared: Int64?
  }

  private enum State: String, Codable {
    case running
    case held
    case done
  }

  private let store: any AccountStore
  private let key: Record.Key
  private var version: Int64
  private var entry: Entry
  private var earlier: Entry?
  /// The held item that an approval carries out, until a part of it is written.
  private var claim: Record?

  /// Goes up when the same files come to something else than before: then they are compared again.
  private static let reading = 1

  /// Opens the log: under the old name if the last run of the same listing was stopped or held, or
  /// if an administrator approved it.
  init(
    store: any AccountStore, importer: any SectionImporter,
    approving approved: (item: HeldItem, record: Record)?, environment: Environment
  ) async throws(ProvisioningError) {
    let fingerprint = try await importer.fingerprint().map { "\(Self.reading) \($0)" }
    let key = Record.Key(.run, Self.name(of: importer))
    let record = try await store.record(key)
    self.store = store
    self.key = key
    version = record?.version ?? 0
    claim = approved?.record
    if let record {
      let last = try recordValue(Entry.self, in: record)
      earlier = last
      let isSame = fingerprint.map { $0 == last.fingerprint } ?? false
      if last.state != .done, approved.map({ $0.item.run == last.run }) ?? isSame {
        entry = last
        if last.state == .held { entry.report = RosterReport() }
        entry.state = .running
        return
      }
    }
    let run: Run.ID = environment.identifier(for: .run)
    entry = Entry(
      run: approved?.item.run ?? run.rawValue, state: .running, fingerprint: fingerprint,
      began: environment.now().milliseconds, report: RosterReport())
  }

  /// The listing's name: the provider's, the provider's and the district's, or the teacher's key.
  static func name(of importer: any SectionImporter) -> String {
    switch importer.scope {
    case .provider, .changes: importer.provider.rawValue
    case .district(let district), .districtChanges(let district):
      // What is held of a listing is called after it, with a colon or a blank behind: no name may
      // begin another one.
      "\(importer.provider)/"
        + district.rawValue.replacing("%", with: "%25").replacing(":", with: "%3A")
    case .teacher(let key): key.description
    }
  }

  /// Whose listing has that name, and what it covers; `nil` if it is no listing's.
  static func listing(
    named name: String, ofChanges: Bool
  ) -> (provider: ProviderName, scope: RosterScope)? {
    if let teacher = Identity.Key(name) { return (teacher.provider, .teacher(teacher)) }
    let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let provider = ProviderName(String(parts[0])) else { return nil }
    guard parts.count == 2 else { return (provider, ofChanges ? .changes : .provider) }
    let text = parts[1].replacing("%3A", with: ":").replacing("%25", with: "%")
    return District.ID(String(text)).map { district in
      (provider, ofChanges ? .districtChanges(district) : .district(district))
    }
  }

  /// The run's name.
  var id: Run.ID {
    guard let id = Run.ID(entry.run) else { preconditionFailure("a run's name is an identifier") }
    return id
  }

  /// The run.
  var run: Run { Run(id: id, began: Timestamp(milliseconds: entry.began)) }

  /// The record changes for the commit of a part: what the run has done, with this part. The first
  /// one of an approval writes the item anew, so that it fails if somebody has decided otherwise.
  func changes(adding part: RosterReport) throws(ProvisioningError) -> [RecordChange] {
    var next = entry
    next.report.add(part.writtenOnly)
    let run = RecordChange.put(key, value: try recordText(next), expires: nil, replacing: version)
    guard let claim else { return [run] }
    return [run, .put(claim.key, value: claim.value, expires: nil, replacing: claim.version)]
  }

  private func write(_ changes: [RecordChange]) async throws(ProvisioningError) {
    do {
      try await store.write(changes)
    } catch {
      if error.code == .conflict { try await requireOurs() }
      throw error
    }
  }

  /// Throws `busy` if another import of the same listing has written since: one at a time. So does
  /// an approval that has written nothing yet, if somebody else has decided.
  func requireOurs() async throws(ProvisioningError) {
    guard try await store.record(key)?.version ?? 0 == version else {
      throw ProvisioningError(
        .busy, "The import was stopped.", reason: "Another import of the same feed is running.",
        remedy: "Let that one end, then import again.")
    }
    guard let claim, try await store.record(claim.key)?.version != claim.version else { return }
    throw ProvisioningError(
      .busy, "It was not carried out.", reason: "Somebody else has just decided about it.",
      remedy: "See what is held with 'linkctl held list'.")
  }

  /// The part was committed.
  mutating func advance(_ part: RosterReport) {
    entry.report.add(part.writtenOnly)
    version += 1
    claim = nil
  }

  /// The run before, if it brought in the very same listing and ended: what it came to, and the
  /// newest entry that it has seen beside its own.
  var repeated: (run: String, report: RosterReport, compared: Revision)? {
    guard let earlier, earlier.state == .done, let compared = earlier.compared,
      earlier.fingerprint != nil, earlier.fingerprint == entry.fingerprint
    else { return nil }
    return (earlier.run, earlier.report.unchanged, Revision(compared))
  }

  /// Takes note of the newest entry before anything is compared; of a run that goes on, the first.
  mutating func compare(from revision: Revision) {
    entry.compared = entry.compared ?? revision.number
  }

  /// Ends the run, and lets go what it settles. The report tells what the whole run did, what it
  /// did before it was killed included; what stood unchanged is told by `last`, the pass that ended
  /// it.
  mutating func finish(
    _ last: RosterReport, settling held: [Record]
  ) async throws(ProvisioningError) -> RosterReport {
    entry.state = .done
    let report = entry.report.completed(by: last)
    entry.report = report
    let put = RecordChange.put(key, value: try recordText(entry), expires: nil, replacing: version)
    try await write([put] + held.map { .take($0.key, version: $0.version) })
    version += 1
    return report
  }

  /// Throws `busy` if the run of a held item has begun to write what it holds.
  static func requireIdle(
    _ item: HeldItem, in store: any RecordStore
  ) async throws(ProvisioningError) {
    guard let listing = item.listing,
      let record = try await store.record(Record.Key(.run, listing))
    else { return }
    let entry = try recordValue(Entry.self, in: record)
    guard entry.run == item.run, entry.state == .running else { return }
    throw ProvisioningError(
      .busy, "It is too late to decide against it.",
      reason: "It is being carried out, or was stopped while it was; a part of it is written.",
      remedy: "Approve it to bring it to its end; 'linkctl undo \(entry.run)' then takes it back.")
  }

  /// Ends the run as held: the item and the run's record are written together.
  mutating func hold(_ item: HeldItem, _ report: RosterReport) async throws(ProvisioningError) {
    entry.state = .held
    entry.report = report
    let run = RecordChange.put(
      key, value: try recordText(entry), expires: nil, replacing: version)
    var present = claim
    if present == nil { present = try await store.record(item.record) }
    let held = RecordChange.put(
      item.record, value: try recordText(item), expires: nil, replacing: present?.version ?? 0)
    try await write([run, held])
    version += 1
  }
}

extension RosterReport {
  /// What the same listing comes to when nothing has changed.
  fileprivate var unchanged: RosterReport { RosterReport().completed(by: self) }

  /// The report without what stayed as it was: a resumed run meets its own work as unchanged.
  fileprivate var writtenOnly: RosterReport {
    var report = self
    report.accounts.unchanged = 0
    report.sections.unchanged = 0
    report.enrollments.unchanged = 0
    return report
  }

  /// What all parts of a run wrote, with the unchanged rows of its last pass, less those that an
  /// earlier part had written.
  fileprivate func completed(by last: RosterReport) -> RosterReport {
    var report = self
    let accounts = last.accounts.created + last.accounts.updated + last.accounts.unchanged
    report.accounts.unchanged = max(0, accounts - self.accounts.created - self.accounts.updated)
    let sections =
      last.sections.created + last.sections.updated + last.sections.unchanged
      + last.sections.restored
    report.sections.unchanged = max(
      0, sections - self.sections.created - self.sections.updated - self.sections.restored)
    let listed =
      last.enrollments.started + last.enrollments.changed + last.enrollments.unchanged
      + last.enrollments.restored
    report.enrollments.unchanged = max(
      0,
      listed - enrollments.started - enrollments.changed - enrollments.restored)
    return report
  }
}
