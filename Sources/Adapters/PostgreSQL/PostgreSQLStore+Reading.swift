#if PostgreSQL
import Provisioning

extension PostgreSQLStore: AccountStore {
  public func accounts(
    _ ids: [Account.ID]
  ) async throws(ProvisioningError) -> [Account] {
    ids.isEmpty ? [] : try await reads.answer(.accounts(ids))
  }

  public func links(
    _ keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [Link] {
    keys.isEmpty ? [] : try await reads.answer(.links(keys))
  }

  public func linkedAccounts(
    _ keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [LinkedAccount] {
    keys.isEmpty ? [] : try await reads.answer(.linkedAccounts(keys))
  }

  public func links(
    of accounts: [Account.ID]
  ) async throws(ProvisioningError) -> [Link] {
    accounts.isEmpty ? [] : try await reads.answer(.links(of: accounts))
  }

  public func survivors(
    among ids: [Account.ID]
  ) async throws(ProvisioningError) -> Set<Account.ID> {
    ids.isEmpty ? [] : try await reads.answer(.survivors(among: ids))
  }

  public func links(
    matching sisKeys: [SISKey]
  ) async throws(ProvisioningError) -> [Link] {
    sisKeys.isEmpty ? [] : try await reads.answer(.links(matching: sisKeys))
  }

  public func accounts(
    holding email: EmailAddress
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer(.accounts(holding: email))
  }

  public func accounts(
    matching text: String, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer(.accounts(matching: text, limit: limit))
  }

  public func sections(
    _ keys: [Section.Key]
  ) async throws(ProvisioningError) -> [Section] {
    keys.isEmpty ? [] : try await reads.answer(.sections(keys))
  }

  public func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    sections.isEmpty ? [] : try await reads.answer(.assertions(in: sections))
  }

  public func assertions(
    by keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    keys.isEmpty ? [] : try await reads.answer(.assertions(by: keys))
  }

  public func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer(.accounts(after: id, limit: limit))
  }

  public func links(
    after key: Identity.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Link] {
    try await reads.answer(.links(after: key, limit: limit))
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section] {
    try await reads.answer(.sections(of: provider, after: key, limit: limit))
  }

  public func counts() async throws(ProvisioningError) -> StoreCounts {
    try await reads.answer(.counts)
  }
}
#endif
