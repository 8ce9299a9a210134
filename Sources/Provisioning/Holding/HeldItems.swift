/// What is held in a store, and decisions that need nothing but its record.
struct HeldItems: Sendable {
  let store: any RecordStore

  /// The items in the order of their names, after `name`, at most `limit` read.
  func page(
    after name: String?, limit: Int
  ) async throws(ProvisioningError) -> [HeldItem] {
    try await store.records(of: .held, after: name, limit: limit).map {
      record throws(ProvisioningError) in
      try recordValue(HeldItem.self, in: record)
    }
  }

  /// The item of that name, with its record.
  func item(_ name: String) async throws(ProvisioningError) -> (item: HeldItem, record: Record) {
    guard let record = try await store.record(Record.Key(.held, name)) else {
      throw ProvisioningError(
        .notFound, "Nothing of that name is held.",
        reason: "It was never held, or has been decided or settled since.",
        remedy: "See what is held with 'linkctl held list'.", detail: name)
    }
    return (try recordValue(HeldItem.self, in: record), record)
  }
}
