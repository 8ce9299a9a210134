import Provisioning

/// What only a listing can tell.
extension CleverEvent {
  /// Whether what sections name has changed, and they do not tell it: one that is new comes with them.
  var changesCatalog: Bool {
    guard case .catalog = content else { return false }
    return action == .updated
  }

  /// Whether it tells of a section.
  var isOfSection: Bool {
    guard case .section = content else { return false }
    return true
  }
}

extension [CleverEvent] {
  /// Whether the ID of a section may have come back for another class: it has another course and
  /// term, or was gone. Whether it is one, a listing of everyone in it tells.
  func mayReuseSections(of store: any AccountReader) async throws(ProvisioningError) -> Bool {
    var gone: Set<CleverID> = []
    var created: [Section.Key] = []
    for event in self {
      guard case .section(.success(let section), let former) = event.content else { continue }
      switch event.action {
      case .updated where former.wereOfAnotherClass: return true
      case .updated: break
      case .deleted: gone.insert(section.id)
      case .created where gone.contains(section.id): return true
      case .created: created.append(section.id.sectionKey)
      }
    }
    for first in stride(from: 0, to: created.count, by: 200) {
      let some = Array<Section.Key>(created[first..<Swift.min(first + 200, created.count)])
      if try await store.sections(some).contains(where: { $0.status == .archived }) { return true }
    }
    return false
  }
}
