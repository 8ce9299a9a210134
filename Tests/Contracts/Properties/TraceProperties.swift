import Provisioning

/// The same history comes to the same on every store.
enum TraceProperties {
  static let all: [StoreProperty] = [
    StoreProperty("A history comes to the same as on the store in memory", sameAsInMemory)
  ]

  private static func sameAsInMemory(
    _ past: StoreProperty.Past, _ random: inout SplitMix64
  ) async throws -> String? {
    let one = try await past.provisioner().store.canonicalText()
    let reference = StoreMaker(passing: { InMemoryStore() })
    let other = try await StoreProperty.Past(history: past.history, maker: reference)
      .provisioner().store.canonicalText()
    return StoreProperty.difference("store", other, one)
  }
}
