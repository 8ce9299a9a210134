import Provisioning

extension SQLiteStore: AccountStore {
  public func accounts(_ ids: [Account.ID]) async throws(ProvisioningError) -> [Account] {
    try await reads.answer { session throws(ProvisioningError) in try session.accounts(ids) }
  }

  public func links(_ keys: [Identity.Key]) async throws(ProvisioningError) -> [Link] {
    try await reads.answer { session throws(ProvisioningError) in try session.links(keys) }
  }

  public func linkedAccounts(
    _ keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [LinkedAccount] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.linkedAccounts(keys)
    }
  }

  public func links(of accounts: [Account.ID]) async throws(ProvisioningError) -> [Link] {
    try await reads.answer { session throws(ProvisioningError) in try session.links(of: accounts) }
  }

  public func survivors(
    among ids: [Account.ID]
  ) async throws(ProvisioningError) -> Set<Account.ID> {
    try await reads.answer { session throws(ProvisioningError) in
      try session.survivors(among: ids)
    }
  }

  public func links(matching sisKeys: [SISKey]) async throws(ProvisioningError) -> [Link] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.links(matching: sisKeys)
    }
  }

  public func accounts(
    holding email: EmailAddress
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.accounts(holding: email)
    }
  }

  public func accounts(
    matching text: String, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.accounts(matching: text, limit: limit)
    }
  }

  public func sections(_ keys: [Section.Key]) async throws(ProvisioningError) -> [Section] {
    try await reads.answer { session throws(ProvisioningError) in try session.sections(keys) }
  }

  public func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.assertions(in: sections)
    }
  }

  public func assertions(
    by keys: [Identity.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.assertions(by: keys)
    }
  }

  public func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.accounts(after: id, limit: limit)
    }
  }

  public func links(
    after key: Identity.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Link] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.links(after: key, limit: limit)
    }
  }

  public func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) async throws(ProvisioningError) -> [Section] {
    try await reads.answer { session throws(ProvisioningError) in
      try session.sections(of: provider, after: key, limit: limit)
    }
  }

  public func counts() async throws(ProvisioningError) -> StoreCounts {
    try await reads.answer { session throws(ProvisioningError) in try session.counts() }
  }
}
