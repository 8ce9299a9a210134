extension ChangeSet {
  /// What the journal keeps of the change set, in the order of application: accounts, sections,
  /// links, enrollments.
  public var journaled: [JournaledChange] {
    accounts.map { $0.journaled(as: .account($0.key)) }
      + sections.map { $0.journaled(as: .section($0.key)) }
      + links.map { $0.journaled(as: .link($0.key)) }
      + enrollments.map { $0.journaled(as: .enrollment($0.key)) }
  }

  /// The accounts that the change set touches: their own rows, and those that its links belong to.
  public var touchedAccounts: Set<Account.ID> {
    var touched = Set(accounts.map(\.key))
    for link in links {
      if let before = link.before { touched.insert(before.account) }
      if let after = link.after { touched.insert(after.account) }
    }
    return touched
  }
}

extension RowChange where State: ColumnedState {
  fileprivate func journaled(as row: JournaledChange.Row) -> JournaledChange {
    JournaledChange(row: row, edit: journaledEdit, previous: revision)
  }

  /// What the journal keeps of the change.
  public var journaledEdit: JournaledChange.Edit {
    guard let before else { return .created }
    guard let after else { return .removed(before.columns) }
    return .updated(before.differences(to: after))
  }
}
