import Provisioning

/// The numbers of the rows that one change set names, each looked up once.
struct RowNumbers {
  private let session: Session
  private var accounts: [Account.ID: Int64] = [:]
  private var links: [Identity.Key: Int64] = [:]
  /// Links that the change set adds, which are numbered before they are written: an account may
  /// name a link that comes after it.
  private var newLinks: [Identity.Key: Int64] = [:]
  /// Enrollments come section by section.
  private var lastSection: (key: Section.Key, number: Int64)?

  init(of changes: ChangeSet, in session: Session) throws(ProvisioningError) {
    self.session = session
    var next: Int64?
    for link in changes.links where link.revision == nil {
      let number = if let next { next } else { try session.number(.nextLink) }
      newLinks[link.key] = number
      next = number + 1
    }
  }

  /// Takes note of a number that was read with something else.
  mutating func note(_ number: Int64, of key: Identity.Key) { links[key] = number }
  /// Takes note of a number that was read with something else, or of a new account's.
  mutating func note(_ number: Int64, of id: Account.ID) { accounts[id] = number }

  mutating func number(of id: Account.ID) throws(ProvisioningError) -> Int64 {
    if let number = accounts[id] { return number }
    guard let number = try session.number(of: id) else {
      throw .changed("A link's account is missing.")
    }
    accounts[id] = number
    return number
  }

  mutating func number(of key: Identity.Key) throws(ProvisioningError) -> Int64 {
    if !newLinks.isEmpty, let number = newLinks[key] { return number }
    if let number = links[key] { return number }
    guard let number = try session.number(of: key) else {
      throw .changed("A link that the plan names is missing.")
    }
    links[key] = number
    return number
  }

  mutating func number(of key: Section.Key) throws(ProvisioningError) -> Int64 {
    if let lastSection, lastSection.key == key { return lastSection.number }
    guard let number = try session.number(of: key) else {
      throw .changed("An enrollment's section is missing.")
    }
    lastSection = (key, number)
    return number
  }
}

extension Session {
  /// The number that a query without parameters gives.
  func number(_ query: Query) throws(ProvisioningError) -> Int64 {
    try firstRow(query) { $0.integer() } ?? 0
  }
}
