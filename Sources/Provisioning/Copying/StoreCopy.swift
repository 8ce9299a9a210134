/// Copies a store as a whole, and compares the copy with it before it appears.
///
/// A copy that was stopped goes on where it stood, as long as nothing was committed to the store
/// meanwhile; else it starts over.
public struct StoreCopy: Sendable {
  /// How many rows are read and written at a time.
  private static let page = 4000

  private let source: any CopyableStore

  /// Creates a copy of what `source` holds.
  public init(of source: any CopyableStore) { self.source = source }

  /// Fills `filling` with what the source holds at this moment and lets the store appear.
  ///
  /// Returns how many rows that are; progress is told in rows, too. Cancelling the task stops it;
  /// what is done stays for the next try. Throws `corrupt` if the copy is not what the source
  /// holds, which then is forgotten, and what either of them throws.
  @discardableResult
  public func run(
    into filling: any StoreFilling, progress: @escaping @Sendable (_ rows: Int) -> Void = { _ in }
  ) async throws(ProvisioningError) -> Int {
    let contents = try await source.contents()
    do throws(ProvisioningError) {
      try await copy(contents, into: filling, progress)
      let rows = try await compare(contents, with: filling)
      try await filling.finish()
      await contents.close()
      await filling.close()
      return rows
    } catch {
      await contents.close()
      // Gone on with, it would differ again.
      if error.code == .corrupt { await filling.discard() } else { await filling.close() }
      throw error
    }
  }

  private func copy(
    _ contents: any StoreContents, into filling: any StoreFilling,
    _ progress: @Sendable (Int) -> Void
  ) async throws(ProvisioningError) {
    var place = try await filling.begin(contents.moment)
    var rows = 0
    while let page = try await contents.page(after: place, limit: Self.page) {
      if Task.isCancelled { throw .cancelled }
      try await filling.write(page)
      place = page.end
      rows += page.rows.count
      progress(rows)
    }
  }

  private func compare(
    _ contents: any StoreContents, with filling: any StoreFilling
  ) async throws(ProvisioningError) -> Int {
    let copied = try await filling.contents()
    do throws(ProvisioningError) {
      let rows = try await contents.requireSame(in: copied, pageSize: Self.page)
      await copied.close()
      return rows
    } catch {
      await copied.close()
      throw error
    }
  }
}

extension StoreContents {
  /// Throws `corrupt` unless `other` holds the same, byte for byte. Returns how many rows that are.
  @discardableResult
  package func requireSame(
    in other: any StoreContents, pageSize: Int = 1000
  ) async throws(ProvisioningError) -> Int {
    guard moment == other.moment else { throw .differs(after: nil) }
    var place: ContentsPlace?
    var rows = 0
    repeat {
      if Task.isCancelled { throw .cancelled }
      let ours = try await page(after: place, limit: pageSize)
      let theirs = try await other.page(after: place, limit: pageSize)
      // Texts are compared by their bytes, which `==` does not do.
      guard ours?.end == theirs?.end,
        ours.map({ ContentsText.lines($0.rows) }) == theirs.map({ ContentsText.lines($0.rows) })
      else { throw .differs(after: place) }
      place = ours?.end
      rows += ours?.rows.count ?? 0
    } while place != nil
    return rows
  }
}

extension ContentsPage.Rows {
  /// How many there are.
  public var count: Int {
    switch self {
    case .accounts(let rows): rows.count
    case .links(let rows): rows.count
    case .sections(let rows): rows.count
    case .assertions(let rows): rows.count
    case .entries(let rows): rows.count
    case .records(let rows): rows.count
    }
  }
}

extension ProvisioningError {
  fileprivate static func differs(after place: ContentsPlace?) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The copy is not what the store holds.",
      reason: "They differ in what was read back.",
      remedy: "Run 'linkctl store verify' on the store, then copy again: that begins afresh.",
      detail: "after \(place?.text ?? "the beginning")")
  }
}
