/// A piece of a store's content, of one kind, in order.
public struct ContentsPage: Hashable, Sendable {
  /// What is on a page.
  public enum Rows: Hashable, Sendable {
    case accounts([Account])
    case links([Link])
    case sections([Section])
    /// All assertions of the sections since the page before, sorted.
    case assertions([Enrollment.Assertion])
    case entries([KeptEntry])
    case records([Record])
  }

  /// What is on it; of assertions perhaps nothing.
  public let rows: Rows
  /// Where it ends.
  public let end: ContentsPlace

  /// Creates a page.
  public init(rows: Rows, end: ContentsPlace) {
    self.rows = rows
    self.end = end
  }
}

/// A place in a store's content: after a row of one kind, with all of the kinds before.
public enum ContentsPlace: Hashable, Sendable {
  case accounts(Account.ID)
  case links(Identity.Key)
  case sections(Section.Key)
  /// After all assertions of a section.
  case assertions(Section.Key)
  case entries(Revision)
  case records(Record.Key)

  /// The place as a text: the kind, a space and the row's key.
  public var text: String {
    switch self {
    case .accounts(let id): "accounts \(id)"
    case .links(let key): "links \(key)"
    case .sections(let key): "sections \(key)"
    case .assertions(let key): "assertions \(key)"
    case .entries(let revision): "entries \(revision.number)"
    case .records(let key): "records \(key.kind.rawValue) \(key.name)"
    }
  }

  /// Reads a place in the form of ``text``; `nil` if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      .map(String.init)
    let place: ContentsPlace? =
      switch (parts[0], parts.count) {
      case ("accounts", 2): Account.ID(parts[1]).map { .accounts($0) }
      case ("links", 2): Identity.Key(parts[1]).map { .links($0) }
      case ("sections", 2): Section.Key(parts[1]).map { .sections($0) }
      case ("assertions", 2): Section.Key(parts[1]).map { .assertions($0) }
      case ("entries", 2): Int64(parts[1]).map { .entries(Revision($0)) }
      case ("records", 3): .records(Record.Key(Record.Kind(rawValue: parts[1]), parts[2]))
      default: nil
      }
    guard let place else { return nil }
    self = place
  }
}

extension StoreContents {
  /// The page after `place`, from the beginning if that is `nil`; `nil` at the end of all.
  package func page(
    after place: ContentsPlace?, limit: Int
  ) async throws(ProvisioningError) -> ContentsPage? {
    var next: ContentsPlace.Start? = ContentsPlace.Start(place)
    while let start = next {
      if let page = try await page(from: start, limit: limit) { return page }
      next = start.nextKind
    }
    return nil
  }

  private func page(
    from start: ContentsPlace.Start, limit: Int
  ) async throws(ProvisioningError) -> ContentsPage? {
    switch start {
    case .accounts(let id):
      let page = try await accounts(after: id, limit: limit)
      return page.last.map { ContentsPage(rows: .accounts(page), end: .accounts($0.id)) }
    case .links(let key):
      let page = try await links(after: key, limit: limit)
      return page.last.map { ContentsPage(rows: .links(page), end: .links($0.key)) }
    case .sections(let key):
      let page = try await sections(after: key, limit: limit)
      return page.last.map { ContentsPage(rows: .sections(page), end: .sections($0.key)) }
    case .assertions(let key):
      // A section has some twenty members.
      let keys = try await sections(after: key, limit: max(1, limit / 20)).map(\.key)
      guard let last = keys.last else { return nil }
      let page = try await assertions(in: keys).sorted {
        ($0.section, $0.key) < ($1.section, $1.key)
      }
      return ContentsPage(rows: .assertions(page), end: .assertions(last))
    case .entries(let revision):
      // An entry may have changed a page of people.
      let page = try await entries(after: revision, limit: max(1, limit / 20))
      return page.last.map { ContentsPage(rows: .entries(page), end: .entries($0.revision)) }
    case .records(let key):
      let page = try await records(after: key, limit: limit)
      return page.last.map { ContentsPage(rows: .records(page), end: .records($0.key)) }
    }
  }
}

extension ContentsPlace {
  /// Where a page begins: a kind, and the key after which its rows come.
  fileprivate enum Start {
    case accounts(Account.ID?)
    case links(Identity.Key?)
    case sections(Section.Key?)
    case assertions(Section.Key?)
    case entries(Revision?)
    case records(Record.Key?)

    init(_ place: ContentsPlace?) {
      switch place {
      case nil: self = .accounts(nil)
      case .accounts(let id): self = .accounts(id)
      case .links(let key): self = .links(key)
      case .sections(let key): self = .sections(key)
      case .assertions(let key): self = .assertions(key)
      case .entries(let revision): self = .entries(revision)
      case .records(let key): self = .records(key)
      }
    }

    var nextKind: Start? {
      switch self {
      case .accounts: .links(nil)
      case .links: .sections(nil)
      case .sections: .assertions(nil)
      case .assertions: .entries(nil)
      case .entries: .records(nil)
      case .records: nil
      }
    }
  }
}
