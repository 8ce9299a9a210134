/// The pages of what is held, kept as records until an administrator has decided: the files that
/// they were read from may be gone by then.
struct Staging {
  private let store: any RecordStore
  /// What the names of the pages begin with. No identifier holds a space, so that no other pages
  /// are called so.
  private let name: String

  /// The staging of an item; of a whole listing, that of the item's run.
  init(of item: HeldItem, in store: any RecordStore) {
    self.store = store
    name = item.name + " " + (item.kind == .removals ? "\(item.run ?? "") " : "")
  }

  /// The staging of pages that go by a name of their own.
  init(named name: String, in store: any RecordStore) {
    self.store = store
    self.name = name + " "
  }

  private func key(_ page: Int) -> Record.Key {
    let digits = String(page)
    return Record.Key(
      .staging, name + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
  }

  /// The change that keeps a page of `provider`'s; `nil` if it is kept already.
  func change(
    _ number: Int, to page: RosterPage, of provider: ProviderName, expires: Timestamp? = nil
  ) async throws(ProvisioningError) -> RecordChange? {
    let text = try RosterText(of: provider).encode(page)
    let present = try await store.record(key(number))
    guard present?.value != text || present?.expires != expires else { return nil }
    return .put(key(number), value: text, expires: expires, replacing: present?.version ?? 0)
  }

  /// Keeps all pages of a listing, and returns how many there are. Complexity: reads it whole.
  func keep(_ importer: any SectionImporter) async throws(ProvisioningError) -> Int {
    var cursor: PageCursor?
    var count = 0
    repeat {
      if Task.isCancelled { throw .cancelled }
      let page = try await importer.page(after: cursor)
      if let change = try await change(count, to: page, of: importer.provider) {
        try await store.write([change])
      }
      count += 1
      cursor = page.next
    } while cursor != nil
    return count
  }

  /// The page of that number, from 0.
  func page(
    _ number: Int, of provider: ProviderName
  ) async throws(ProvisioningError) -> RosterPage {
    guard let record = try await store.record(key(number)) else { throw .noLongerKept }
    return try RosterText(of: provider).decode(record.value)
  }

  /// The page after `cursor` of a listing that has so many.
  func page(
    after cursor: PageCursor?, among count: Int, of provider: ProviderName
  ) async throws(ProvisioningError) -> RosterPage {
    let number = cursor.flatMap { Int($0.rawValue) } ?? 0
    var page = try await page(number, of: provider)
    page.next = number + 1 < count ? PageCursor(String(number + 1)) : nil
    return page
  }

  /// The change that forgets a page; `nil` if it is not kept.
  func removal(of number: Int) async throws(ProvisioningError) -> RecordChange? {
    guard let record = try await store.record(key(number)) else { return nil }
    return .take(record.key, version: record.version)
  }

  /// Forgets the pages.
  func clear() async throws(ProvisioningError) {
    try await Self.forget(try await Self.pages(after: name, but: [], in: store), in: store)
  }

  /// What is kept of a listing by now, what imports that were stopped have left included, but for
  /// what is `kept` on. Complexity: reads all of it.
  static func pages(
    of listing: String, but kept: [Staging], in store: any RecordStore
  ) async throws(ProvisioningError) -> [RecordChange] {
    try await pages(after: "removals-\(listing) ", but: kept, in: store)
      + pages(after: "changes-\(listing):", but: kept, in: store)
  }

  private static func pages(
    after prefix: String, but kept: [Staging], in store: any RecordStore
  ) async throws(ProvisioningError) -> [RecordChange] {
    var found: [RecordChange] = []
    var last = prefix
    while true {
      let page = try await store.records(of: .staging, after: last, limit: 20)
        .filter { $0.key.name.hasPrefix(prefix) }
      guard let end = page.last else { return found }
      for record in page where !kept.contains(where: { record.key.name.hasPrefix($0.name) }) {
        found.append(.take(record.key, version: record.version))
      }
      last = end.key.name
    }
  }

  /// Forgets those pages: only what was there when they were looked up, since another import of the
  /// feed may be keeping its own by now.
  static func forget(
    _ pages: [RecordChange], in store: any RecordStore
  ) async throws(ProvisioningError) {
    for page in pages {
      do {
        try await store.write([page])
      } catch {
        // Somebody else has forgotten it, or needs it.
        guard error.code == .conflict else { throw error }
      }
    }
  }
}

extension ProvisioningError {
  /// The error for a held listing whose pages are gone.
  static let noLongerKept = ProvisioningError(
    .notFound, "What is held cannot be carried out.", reason: "Its listing is no longer kept.",
    remedy: "Import again, then decide.")
}

extension Record.Kind {
  /// A page of a listing that is held.
  static let staging = Record.Kind(rawValue: "staging")
}

/// A listing that is held, read from its staging.
struct StagedListing: SectionImporter {
  let provider: ProviderName
  let scope: RosterScope
  let blanks: RosterBlanks
  let run: String
  let pages: Int
  let staging: Staging
  var arrival: RosterArrival { .whole }

  /// The listing of a held import; `nil` if the item holds none.
  init?(_ item: HeldItem, in store: any RecordStore) {
    guard item.kind == .removals, let listing = item.listing, let run = item.run,
      let pages = item.pages,
      let named = RunLog.listing(named: listing, ofChanges: item.namesChangesOnly == true)
    else { return nil }
    (provider, scope) = named
    blanks = item.keepsBlanks == true || scope.isOfChanges ? .untold : .told
    self.run = run
    self.pages = pages
    staging = Staging(of: item, in: store)
  }

  func fingerprint() async throws(ProvisioningError) -> String? { "held \(run)" }

  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    try await staging.page(after: cursor, among: pages, of: provider)
  }
}
