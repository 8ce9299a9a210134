import Provisioning

extension ChangeWriting {
  /// Removes rows: enrollments before what they name, links before accounts. A row that others
  /// still name stays, by its foreign keys.
  mutating func removeRows() throws(ProvisioningError) {
    for change in changes.enrollments where change.after == nil {
      let section = try numbers.number(of: change.key.section)
      let link = try numbers.number(of: change.key.key)
      let statement = try session.prepared(.deleteAssertion)
      statement.bind(section)
      statement.bind(link)
      statement.bind(try planned(change.revision))
      try requireOne(try statement.run())
    }
    for change in changes.links where change.after == nil {
      try remove(change.key, change.revision, by: .deleteLink)
    }
    for change in changes.sections where change.after == nil {
      try remove(change.key, change.revision, by: .deleteSection)
    }
    for change in changes.accounts where change.after == nil {
      let former = try session.prepared(.insertFormerAccount)
      former.bind(change.key.rawValue)
      try former.run()
      let statement = try session.prepared(.deleteAccount)
      statement.bind(change.key.rawValue)
      statement.bind(try planned(change.revision))
      try requireOne(try statement.run())
    }
  }

  private func remove<Owner>(
    _ key: ProviderKey<Owner>, _ revision: Revision?, by query: Query
  ) throws(ProvisioningError) {
    let provider = try session.interned(key.provider)
    let statement = try session.prepared(query)
    statement.bind(provider)
    statement.bind(key.subject.rawValue)
    statement.bind(try planned(revision))
    try requireOne(try statement.run())
  }
}
