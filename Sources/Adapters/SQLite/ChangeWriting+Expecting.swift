import Provisioning

extension ChangeWriting {
  /// Repeats a read that decided the plan. Before anything is written.
  mutating func check(_ expectation: Expectation) throws(ProvisioningError) {
    let holds: Bool =
      switch expectation {
      case .account(let id, let revision): try self.revision(of: id) == revision
      case .link(let key, let revision): try self.revision(of: key) == revision
      case .section(let key, let revision):
        try numbered(key, .sectionRevision)?.revision == revision
      case .links(let id, let keys):
        try session.links(of: [id]).map(\.key).sorted() == keys
      case .linksMatching(let key, let keys):
        try session.links(matching: [key]).map(\.key).sorted() == keys
      case .teachers(let section, let keys):
        try session.assertions(in: [section]).activeTeachers == keys
      }
    guard holds else { throw .changed("A read that decided the plan gives another answer.") }
  }

  // What is found here is often named by the rows that follow: its number is kept.

  private mutating func revision(of id: Account.ID) throws(ProvisioningError) -> Revision? {
    let found = try session.firstRow(.accountRevision, bind: { $0.bind(id.rawValue) }) {
      (number: $0.integer(), revision: Revision($0.integer()))
    }
    if let found { numbers.note(found.number, of: id) }
    return found?.revision
  }

  private mutating func revision(of key: Identity.Key) throws(ProvisioningError) -> Revision? {
    let found = try numbered(key, .linkRevision)
    if let found { numbers.note(found.number, of: key) }
    return found?.revision
  }

  private func numbered<Owner>(
    _ key: ProviderKey<Owner>, _ query: Query
  ) throws(ProvisioningError) -> (number: Int64, revision: Revision)? {
    guard let provider = try session.number(of: key.provider) else { return nil }
    return try session.firstRow(
      query,
      bind: {
        $0.bind(provider)
        $0.bind(key.subject.rawValue)
      }
    ) { ($0.integer(), Revision($0.integer())) }
  }
}

extension Query {
  static let accountRevision = Query("SELECT number, revision FROM account WHERE id = ?")
  static let linkRevision = Query(
    "SELECT number, revision FROM link WHERE provider = ? AND subject = ?")
  static let sectionRevision = Query(
    "SELECT number, revision FROM section WHERE provider = ? AND id = ?")
}
