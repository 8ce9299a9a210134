import Provisioning

extension CleverData {
  /// The record of the district whose token this is. Throws `refused` if the token is another's, or
  /// reads several: what they have would count as one.
  func district(_ id: CleverID) async throws(ProvisioningError) -> CleverDistrict {
    let (page, next) = try await districts.page(at: districts.start)
    guard page.records.count == 1, next == nil else {
      throw .foreignToken("Clever lists \(page.records.isEmpty ? "no" : "more than one") district.")
    }
    guard case .success(let district) = page.records[0] else {
      throw .brokenListing("The district's record cannot be read.")
    }
    guard district.id == id else { throw .foreignToken("Clever lists another district.") }
    return district
  }
}

extension ProvisioningError {
  fileprivate static func foreignToken(_ reason: String) -> ProvisioningError {
    ProvisioningError(
      .refused, "The token is not the district's.", reason: reason,
      remedy: "Take the token of this district from the app's page in Clever's dashboard.")
  }
}

extension CleverDistrict {
  /// Whether what its data leaves out may count as gone: not while it stands still for the summer,
  /// has not come yet, or is faulty.
  var countsAbsence: Bool { state == nil || state == .running || state == .success }

  /// What a listing of it is told of that.
  var notes: [RosterNote] {
    guard !countsAbsence else { return [] }
    let word =
      switch state {
      case State.paused: "paused"
      case State.pending: "pending"
      case State.error: "faulty"
      default: "in a state that is not known here"
      }
    return [
      RecordPlace(endpoint: .districts, number: 1).note(
        .warning(protecting: .allSections), "state",
        "The district's data is \(word): nothing counts as gone.")
    ]
  }
}
