import Provisioning

/// Everything that a store holds beside its journal, as values: for comparing two histories.
public struct Snapshot: Sendable {
  /// The accounts in the order of their identifiers.
  public let accounts: [Account]
  /// The links in the order of their keys.
  public let links: [Link]
  /// The sections in the order of their keys.
  public let sections: [Section]
  /// What is asserted, sorted by section and key.
  public let assertions: [Enrollment.Assertion]
  /// Held items, runs, pages of held listings and tickets, sorted by kind and name.
  public let records: [Record]

  /// Reads all of `store`, page by page.
  public init(of store: any AccountStore) async throws(ProvisioningError) {
    var accounts: [Account] = []
    while case let page = try await store.accounts(after: accounts.last?.id, limit: 500),
      !page.isEmpty
    { accounts += page }
    var links: [Link] = []
    while case let page = try await store.links(after: links.last?.key, limit: 500), !page.isEmpty {
      links += page
    }
    var sections: [Section] = []
    while case let page = try await store.sections(of: nil, after: sections.last?.key, limit: 500),
      !page.isEmpty
    { sections += page }
    var records: [Record] = []
    for kind in [Record.Kind.held, .run, .staging, .ticket] {
      var found: [Record] = []
      while case let page = try await store.records(
        of: kind, after: found.last?.key.name, limit: 500),
        !page.isEmpty
      { found += page }
      records += found
    }
    self.accounts = accounts
    self.links = links
    self.sections = sections
    self.records = records
    assertions = try await store.assertions(in: sections.map(\.key))
      .sorted { ($0.section, $0.key) < ($1.section, $1.key) }
  }

  /// The account of each key.
  public var homes: [Identity.Key: Account.ID] {
    Dictionary(links.map { ($0.key, $0.state.account) }, uniquingKeysWith: { $1 })
  }

  /// The accounts by their identifiers.
  public var accountsByID: [Account.ID: Account] {
    Dictionary(accounts.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
  }

  /// The links by their keys.
  public var linksByKey: [Identity.Key: Link] {
    Dictionary(links.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
  }

  /// The enrollments, as they are seen through the links.
  public var enrollments: [Enrollment] { Enrollment.folding(assertions, accounts: homes) }
}
