public import Provisioning

/// Writes the state of any store as a folder of JSON Lines files in a canonical form: equal content
/// gives equal bytes, whatever the store.
///
/// `accounts.jsonl`, `links.jsonl`, `sections.jsonl` and `enrollments.jsonl` hold one object a row,
/// sorted by key, with sorted keys. Journal, runs and records are left out.
public struct CanonicalDump: Sendable {
  private let reader: any AccountReader
  private static let page = 1000

  /// Creates a dump of what `reader` holds.
  public init(of reader: any AccountReader) { self.reader = reader }

  /// Writes the files into `folder`, which is created and must be empty.
  ///
  /// Each file is written whole beside its place, made durable, and renamed. Memory does not grow
  /// with the store. Throws `refused` if the folder is not empty, `unavailable` if it cannot be
  /// written.
  public func write(to folder: String) async throws(ProvisioningError) {
    let folder = try await offPool { () throws(ProvisioningError) in
      try Folder.createEmpty(folder)
    }
    try await file("accounts.jsonl", in: folder, after: nil, accounts)
    try await file("links.jsonl", in: folder, after: nil, links)
    try await file("sections.jsonl", in: folder, after: nil, sections)
    try await file("enrollments.jsonl", in: folder, after: nil, enrollments)
    try await offPool { () throws(ProvisioningError) in try folder.synchronize() }
  }

  /// One page of lines, and the key after which the next begins; `nil` at the end.
  private typealias Page<Key> = (lines: [UInt8], last: Key?)

  private func file<Key>(
    _ name: String, in folder: Folder, after first: Key?,
    _ page: (Key?) async throws(ProvisioningError) -> Page<Key>
  ) async throws(ProvisioningError) {
    let file = try await offPool { () throws(ProvisioningError) in
      try DurableFile(name, in: folder)
    }
    var last = first
    repeat {
      if Task.isCancelled { throw .cancelled }
      let next = try await page(last)
      let lines = next.lines
      try await offPool { () throws(ProvisioningError) in try file.write(lines) }
      last = next.last
    } while last != nil
    try await offPool { () throws(ProvisioningError) in try file.commit() }
  }

  private func accounts(
    after id: Account.ID?
  ) async throws(ProvisioningError) -> Page<Account.ID> {
    let page = try await reader.accounts(after: id, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.id)
  }

  private func links(
    after key: Identity.Key?
  ) async throws(ProvisioningError) -> Page<Identity.Key> {
    let page = try await reader.links(after: key, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.key)
  }

  private func sections(
    after key: Section.Key?
  ) async throws(ProvisioningError) -> Page<Section.Key> {
    let page = try await reader.sections(of: nil, after: key, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.key)
  }

  private func enrollments(
    after key: Section.Key?
  ) async throws(ProvisioningError) -> Page<Section.Key> {
    let page = try await reader.sections(of: nil, after: key, limit: 100)
    let assertions = try await reader.assertions(in: page.map(\.key)).sorted {
      ($0.section, $0.key) < ($1.section, $1.key)
    }
    return (lines(assertions.map(ContentsText.columns)), page.last?.key)
  }

  private func lines(_ rows: [Columns]) -> [UInt8] {
    Array(rows.map { ContentsText.line($0) + [0x0A] }.joined())
  }
}
