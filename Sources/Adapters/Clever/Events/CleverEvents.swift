import Provisioning

/// Reads the events of a district: for tokens of districts, of apps with Secure Sync for which events
/// are enabled. They are told for 30 days.
struct CleverEvents: Sendable {
  let data: CleverData

  /// The event that came last, or one of the last where there are more than `most`; `nil` if there is
  /// none. What comes after it is told by ``all(since:pageSize:atMost:)``.
  func newest(pageSize: Int, atMost most: Int) async throws(ProvisioningError) -> CleverID? {
    do {
      return try await last()
    } catch {
      // `last` for an event's ID is Clever's way, and known from its clients alone.
      guard error.code == .invalid else { throw error }
      let events = try await all(since: nil, pageSize: pageSize, atMost: most)
      return events.compactMap { (try? $0.get())?.id }.last
    }
  }

  private func last() async throws(ProvisioningError) -> CleverID? {
    let list = data.events(query: "ending_before=last&limit=1")
    let (page, _) = try await list.page(at: list.start)
    guard let last = page.records.last else { return nil }
    guard case .success(let event) = last else {
      throw .brokenListing("Its last event cannot be read.")
    }
    return event.id
  }

  /// The events since one, or all that are told, the oldest first. Not many more than `most` are
  /// read.
  func all(
    since event: CleverID?, pageSize: Int, atMost most: Int
  ) async throws(ProvisioningError) -> [Result<CleverEvent, UnreadRecord>] {
    let after = event.map { "&starting_after=\($0)" } ?? ""
    return try await data.events(query: "limit=\(pageSize)\(after)").all(atMost: most)
  }
}

extension CleverData {
  fileprivate func events(query: String) -> CleverList<CleverEvent> {
    let version = version
    return CleverList(
      data: self, endpoint: .events,
      start: CleverPath("\(version.pathPrefix)/events", query: query),
      links: .needed, take: { try CleverEvent($0, in: version) }, id: \.id)
  }
}
