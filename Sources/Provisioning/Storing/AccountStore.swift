/// Keeps accounts, links, sections and enrollments, and the journal of what changed them.
///
/// To write a store, conform to this protocol and run the suites of `ProvisioningTesting` over it.
public protocol AccountStore: AccountReader, RecordStore {
  /// Applies all of `changes` or none, journals them, and returns the entry: as if alone.
  ///
  /// Inside the write it first repeats the reads that decided the plan:
  /// - every row change finds its row as it was planned: the same revision, or no row;
  /// - every expectation in `changes` gets the same answer;
  /// - every record change finds its record in the version it names.
  /// If one does not, nothing is applied and the error is `conflict`: plan again. The same holds
  /// where an enrollment's link or section, or a link's account, is missing, or a removed account
  /// still has links, or a removed link or section still has enrollments, or a removed link is
  /// still the primary one of an account that stays.
  ///
  /// Accounts and sections are written before links, links before enrollments; removals go the
  /// other way round. After the call returns the change set has survived any crash. Committing an
  /// entry ID again returns the entry that is there and changes nothing.
  @discardableResult
  func commit(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry
}

extension AccountStore {
  /// Commits `changes`; where no row changes, writes its records alone and journals nothing.
  @discardableResult
  func apply(_ changes: ChangeSet) async throws(ProvisioningError) -> JournalEntry? {
    if !changes.isEmpty { return try await commit(changes) }
    if !changes.records.isEmpty { try await write(changes.records) }
    return nil
  }
}
