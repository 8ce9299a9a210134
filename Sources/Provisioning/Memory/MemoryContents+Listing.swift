/// Keys in their order, sorted when a listing first asks for them and kept until one comes or goes.
struct Listings: Sendable {
  fileprivate var accounts: [Account.ID]?
  fileprivate var links: [Identity.Key]?
  fileprivate var sections: [Section.Key]?

  /// Forgets the kinds of which `changes` adds or removes rows.
  mutating func forget(_ changes: ChangeSet) {
    if changes.accounts.contains(where: \.addsOrRemoves) { accounts = nil }
    if changes.links.contains(where: \.addsOrRemoves) { links = nil }
    if changes.sections.contains(where: \.addsOrRemoves) { sections = nil }
  }
}

extension MemoryContents {
  package mutating func accounts(after id: Account.ID?, limit: Int) -> [Account] {
    let keys = listings.accounts ?? tables.accounts.keys.sorted()
    listings.accounts = keys
    return keys.page(after: id).lazy.compactMap(tables.account).first(limit)
  }

  package mutating func links(after key: Identity.Key?, limit: Int) -> [Link] {
    let keys = listings.links ?? tables.links.keys.sorted()
    listings.links = keys
    return keys.page(after: key).lazy.compactMap(tables.link).first(limit)
  }

  package mutating func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) -> [Section] {
    let keys = listings.sections ?? tables.sections.keys.sorted()
    listings.sections = keys
    return keys.page(after: key).lazy.filter { provider == nil || $0.provider == provider }
      .compactMap(tables.section).first(limit)
  }
}

extension RowChange {
  fileprivate var addsOrRemoves: Bool { before == nil || after == nil || revision == nil }
}

extension Array where Element: Comparable {
  /// The elements of a sorted array after `key`. Complexity: O(log n).
  fileprivate func page(after key: Element?) -> ArraySlice<Element> {
    guard let key else { return self[...] }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] > key { high = middle } else { low = middle + 1 }
    }
    return self[low...]
  }
}

extension Sequence {
  fileprivate func first(_ limit: Int) -> [Element] { Array(prefix(Swift.max(0, limit))) }
}
