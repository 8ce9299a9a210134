import Provisioning

/// The terms and courses that sections name.
struct CleverCatalog: Sendable {
  private(set) var terms: [CleverID: CleverTerm] = [:]
  private(set) var courses: [CleverID: CleverCourse] = [:]
  /// What of it cannot be used.
  private(set) var notes: [RosterNote] = []

  /// Nothing.
  init() {}

  /// Reads all of it: some 200 bytes a course or term. A district that shares neither has its
  /// sections all the same.
  init(_ data: CleverData, query: String) async throws(ProvisioningError) {
    let terms = try await read(data.terms(query: query))
    self.terms = Dictionary(terms.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let courses = try await read(data.courses(query: query))
    self.courses = Dictionary(courses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func read<Record>(
    _ list: CleverList<Record>
  ) async throws(ProvisioningError) -> [Record] {
    let records: [Result<Record, UnreadRecord>]
    do {
      records = try await list.all()
    } catch {
      guard error.code == .notFound else { throw error }
      notes.append(RecordPlace(endpoint: list.endpoint, number: 1).unshared())
      return []
    }
    for (place, record) in records.enumerated() {
      guard case .failure(let unread) = record else { continue }
      let place = RecordPlace(endpoint: list.endpoint, number: place + 1)
      notes.append(
        place.note(.rejected(protecting: .nothing), unread.field, unread.reason))
    }
    return records.compactMap { try? $0.get() }
  }
}

extension RecordPlace {
  /// The note for a list that is not shared.
  func unshared() -> RosterNote {
    note(.warning(protecting: .nothing), "data", "Clever shares none with this token.")
  }
}
