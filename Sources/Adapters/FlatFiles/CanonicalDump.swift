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
  /// They hold one moment of a ``CopyableStore``; what another reader holds may change between the
  /// pages. Each file is written whole beside its place and made durable; when all are, they get
  /// their names. Memory does not grow with the store. Throws `refused` if the folder is not empty,
  /// `unavailable` if it cannot be written.
  public func write(to folder: String) async throws(ProvisioningError) {
    let folder = try await offPool { () throws(ProvisioningError) in
      try Folder.createEmpty(folder)
    }
    guard let contents = try await (reader as? any CopyableStore)?.contents() else {
      return try await write(.reader(reader), to: folder)
    }
    do throws(ProvisioningError) {
      try await write(.moment(contents), to: folder)
    } catch {
      await contents.close()
      throw error
    }
    await contents.close()
  }

  private func write(_ rows: Rows, to folder: Folder) async throws(ProvisioningError) {
    let files = [
      try await file("accounts.jsonl", in: folder) { last throws(ProvisioningError) in
        try await accounts(of: rows, after: last)
      },
      try await file("links.jsonl", in: folder) { last throws(ProvisioningError) in
        try await links(of: rows, after: last)
      },
      try await file("sections.jsonl", in: folder) { last throws(ProvisioningError) in
        try await sections(of: rows, after: last)
      },
      try await file("enrollments.jsonl", in: folder) { last throws(ProvisioningError) in
        try await enrollments(of: rows, after: last)
      },
    ]
    try await offPool { () throws(ProvisioningError) in
      for file in files { try file.commit() }
      try folder.synchronize()
    }
  }

  /// One page of lines, and the key after which the next begins; `nil` at the end.
  private typealias Page<Key> = (lines: [UInt8], last: Key?)

  private func file<Key>(
    _ name: String, in folder: Folder,
    _ page: (Key?) async throws(ProvisioningError) -> Page<Key>
  ) async throws(ProvisioningError) -> DurableFile {
    let file = try await offPool { () throws(ProvisioningError) in
      try DurableFile(name, in: folder)
    }
    var last: Key?
    repeat {
      if Task.isCancelled { throw .cancelled }
      let next = try await page(last)
      let lines = next.lines
      try await offPool { () throws(ProvisioningError) in try file.write(lines) }
      last = next.last
    } while last != nil
    return file
  }

  private func accounts(
    of rows: Rows, after id: Account.ID?
  ) async throws(ProvisioningError) -> Page<Account.ID> {
    let page = try await rows.accounts(after: id, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.id)
  }

  private func links(
    of rows: Rows, after key: Identity.Key?
  ) async throws(ProvisioningError) -> Page<Identity.Key> {
    let page = try await rows.links(after: key, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.key)
  }

  private func sections(
    of rows: Rows, after key: Section.Key?
  ) async throws(ProvisioningError) -> Page<Section.Key> {
    let page = try await rows.sections(after: key, limit: Self.page)
    return (lines(page.map(ContentsText.columns)), page.last?.key)
  }

  private func enrollments(
    of rows: Rows, after key: Section.Key?
  ) async throws(ProvisioningError) -> Page<Section.Key> {
    let page = try await rows.sections(after: key, limit: 100)
    let assertions = try await rows.assertions(in: page.map(\.key)).sorted {
      ($0.section, $0.key) < ($1.section, $1.key)
    }
    return (lines(assertions.map(ContentsText.columns)), page.last?.key)
  }

  private func lines(_ rows: [Columns]) -> [UInt8] {
    Array(rows.map { ContentsText.line($0) + [0x0A] }.joined())
  }
}

/// Where the rows of a dump come from.
private enum Rows {
  case moment(any StoreContents)
  case reader(any AccountReader)

  func accounts(
    after id: Account.ID?, limit: Int
  ) async throws(ProvisioningError) -> [Account] {
    switch self {
    case .moment(let contents): try await contents.accounts(after: id, limit: limit)
    case .reader(let reader): try await reader.accounts(after: id, limit: limit)
    }
  }

  func links(after key: Identity.Key?, limit: Int) async throws(ProvisioningError) -> [Link] {
    switch self {
    case .moment(let contents): try await contents.links(after: key, limit: limit)
    case .reader(let reader): try await reader.links(after: key, limit: limit)
    }
  }

  func sections(after key: Section.Key?, limit: Int) async throws(ProvisioningError) -> [Section] {
    switch self {
    case .moment(let contents): try await contents.sections(after: key, limit: limit)
    case .reader(let reader): try await reader.sections(of: nil, after: key, limit: limit)
    }
  }

  func assertions(
    in sections: [Section.Key]
  ) async throws(ProvisioningError) -> [Enrollment.Assertion] {
    switch self {
    case .moment(let contents): try await contents.assertions(in: sections)
    case .reader(let reader): try await reader.assertions(in: sections)
    }
  }
}
