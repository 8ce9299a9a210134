extension Tables {
  /// A row as it stood before it was written; `nil` where there was none.
  enum Former {
    case account(Account.ID, Row<Account.State>?)
    case link(Identity.Key, Row<Link.State>?)
    case section(Section.Key, Row<Section.State>?)
    case assertion(EnrollmentKey, Row<Enrollment.State>?)
  }

  /// Puts a row back.
  mutating func restore(_ former: Former) {
    switch former {
    case .account(let id, let row): set(id, row)
    case .link(let key, let row): set(key, row)
    case .section(let key, let row): set(key, row)
    case .assertion(let key, let row): set(key, row)
    }
  }

  /// Takes in rows as a store holds them.
  package mutating func insert(
    accounts: [Account] = [], links: [Link] = [], sections: [Section] = [],
    assertions: [Enrollment.Assertion] = []
  ) {
    for row in accounts { set(row.id, Row(state: row.state, revision: row.revision)) }
    for row in links { set(row.key, Row(state: row.state, revision: row.revision)) }
    for row in sections { set(row.key, Row(state: row.state, revision: row.revision)) }
    for row in assertions {
      set(
        EnrollmentKey(row.section, row.key), Row(state: row.state, revision: row.revision))
    }
  }

  // What sets a row keeps the indexes, and checks nothing.

  mutating func set(_ id: Account.ID, _ row: Row<Account.State>?) {
    if let email = accounts[id]?.state.email { accountsByEmail.remove(id, at: email) }
    if let email = row?.state.email { accountsByEmail[email, default: []].insert(id) }
    if let primary = accounts[id]?.state.primary { unfollow(primary) }
    if let primary = row?.state.primary { followers[primary, default: 0] += 1 }
    accounts[id] = row
  }

  private mutating func unfollow(_ primary: Identity.Key) {
    let left = followers[primary, default: 0] - 1
    followers[primary] = left > 0 ? left : nil
  }

  mutating func set(_ key: Section.Key, _ row: Row<Section.State>?) { sections[key] = row }

  mutating func set(_ key: Identity.Key, _ row: Row<Link.State>?) {
    if let former = links[key]?.state {
      keysOfAccount.remove(key, at: former.account)
      if let sisKey = former.profile.sisKey { keysBySIS.remove(key, at: sisKey) }
      if let email = former.email { keysByEmail.remove(key, at: email) }
    }
    if let state = row?.state {
      keysOfAccount[state.account, default: []].insert(key)
      if let sisKey = state.profile.sisKey { keysBySIS[sisKey, default: []].insert(key) }
      if let email = state.email { keysByEmail[email, default: []].insert(key) }
    }
    links[key] = row
  }

  mutating func set(_ key: EnrollmentKey, _ row: Row<Enrollment.State>?) {
    if row == nil {
      sectionsOfKey.remove(key.section, at: key.key)
      keysOfSection.remove(key.key, at: key.section)
    } else {
      sectionsOfKey[key.key, default: []].insert(key.section)
      keysOfSection[key.section, default: []].insert(key.key)
    }
    assertions[key] = row
  }
}

extension Dictionary {
  /// Takes `member` out of a set; one that is empty goes.
  fileprivate mutating func remove<Member>(
    _ member: Member, at key: Key
  ) where Value == Set<Member> {
    self[key]?.remove(member)
    if self[key]?.isEmpty == true { self[key] = nil }
  }
}

extension Tables {
  func account(_ id: Account.ID) -> Account? {
    accounts[id].map { row in
      let asserted = row.state.primary.flatMap { links[$0]?.state.profile } ?? Profile()
      return Account(id: id, state: row.state, asserted: asserted, revision: row.revision)
    }
  }

  func link(_ key: Identity.Key) -> Link? {
    links[key].map { Link(key: key, state: $0.state, revision: $0.revision) }
  }

  func section(_ key: Section.Key) -> Section? {
    sections[key].map { Section(key: key, state: $0.state, revision: $0.revision) }
  }

  func assertion(_ key: EnrollmentKey) -> Enrollment.Assertion? {
    assertions[key].map {
      Enrollment.Assertion(
        section: key.section, key: key.key, state: $0.state, revision: $0.revision)
    }
  }
}

extension Account.State {
  /// The email address that a local edit gives, ASCII case aside.
  fileprivate var email: String? { local.values[.email]?.first.map(EmailAddress.folded) }
}

extension Link.State {
  /// The email address that the provider asserts, ASCII case aside.
  fileprivate var email: String? { profile.email.map(EmailAddress.folded) }
}
