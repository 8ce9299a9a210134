import Provisioning

/// The same history comes to the same on every store.
enum TraceProperties {
  static let all: [StoreProperty] = [
    StoreProperty("A history comes to the same as on the store in memory", sameAsInMemory)
  ]

  private static func sameAsInMemory(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let one = try await past.provisioner().store
    let reference = StoreMaker(passing: { InMemoryStore() })
    let other = try await StoreProperty.Past(history: past.history, maker: reference)
      .provisioner().store
    let (ours, theirs) = (try await Snapshot(of: one), try await Snapshot(of: other))
    if let found = StoreProperty.difference("rows", theirs.exactText, ours.exactText) {
      return found
    }
    if let found = StoreProperty.difference("records", theirs.recordText, ours.recordText) {
      return found
    }
    return StoreProperty.difference(
      "journal", try await journal(of: other), try await journal(of: one))
  }

  /// Every entry with what it changed; rows of one entry sorted, for their order is the plan's.
  private static func journal(of store: any AccountStore) async throws -> String {
    var lines: [String] = []
    for entry in try await store.entries(.all, before: nil, limit: 1_000) {
      lines.append(
        "\(entry.id) \(entry.header.action.rawValue) at \(entry.header.at) of \(entry.changes)")
      lines += try await store.changes(of: entry.id).map(EscapedText.line).sorted()
    }
    return lines.joined(separator: "\n")
  }
}
