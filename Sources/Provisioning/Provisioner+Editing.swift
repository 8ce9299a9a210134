extension Provisioner {
  /// Sets fields of an account by the word of the app or a person: they stand over what providers
  /// assert. A field set to `nil` is released and follows its provider again.
  @discardableResult
  public func edit(
    _ id: Account.ID, _ fields: [Profile.Field: [String]?], by: Attribution
  ) async throws(ProvisioningError) -> JournalEntry.ID? {
    try await settle { () throws(ProvisioningError) in
      var draft = Draft(over: store)
      guard var state = try await draft.account(id), state.status.isLive else {
        throw .noAccount(id)
      }
      state.local.set(fields)
      draft.set(id, to: state)
      return try await commit(draft, .edit, by, .commit)
    }
  }

  /// Sets fields of a section by the word of the app or a person: a section renamed in the app
  /// stays renamed. A field set to `nil` is released and follows its provider again.
  @discardableResult
  public func edit(
    _ key: Section.Key, _ fields: [Section.Details.Field: [String]?], by: Attribution
  ) async throws(ProvisioningError) -> JournalEntry.ID? {
    try await settle { () throws(ProvisioningError) in
      var draft = Draft(over: store)
      guard var state = try await draft.section(key) else {
        throw ProvisioningError(
          .notFound, "There is no such section.", remedy: "List them with 'linkctl section list'.",
          detail: key.description)
      }
      state.local.set(fields)
      draft.set(key, to: state)
      return try await commit(draft, .edit, by, .commit)
    }
  }
}

extension LocalEdits {
  fileprivate mutating func set(_ fields: [Fields.Field: [String]?]) {
    for (field, texts) in fields { values[field] = texts }
  }
}
