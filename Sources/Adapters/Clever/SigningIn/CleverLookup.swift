import Provisioning

/// Finds out who a token belongs to.
struct CleverLookup: Sendable {
  let client: CleverClient
  let token: Secret

  private var version: CleverVersion { client.app.version }

  /// The identity that the token's login asserts, and whether Clever told every ID of the person.
  func login() async throws(ProvisioningError) -> (identity: Identity, tellsAllIDs: Bool) {
    guard let body = try await optional(version.pathPrefix + "/me") else { throw Self.notShared }
    let me = try usable { () throws(CleverRecordFault) in try CleverMe(body) }
    var login = CleverLogin(me)
    var person = try await record(of: me.id, as: me.type.role)
    if person.map(needsUserInfo) ?? true {
      login = CleverLogin(me, try await userInfo())
    }
    if person == nil { person = try await record(bySecondIDOf: login) }
    guard let person else { throw Self.notShared }
    let identity = try usable { () throws(CleverRecordFault) in
      try person.identity(signedInAs: login)
    }
    return (identity, !lacksOtherID(person) || login.userInfo.flatMap(otherID) != nil)
  }

  /// The person's record; `nil` if there is none of that ID that the token may read.
  private func record(
    of id: CleverID, as role: Role?
  ) async throws(ProvisioningError) -> CleverPerson? {
    guard let people = CleverPeople(of: role, in: version) else { return nil }
    guard let body = try await optional(people.path(of: id, in: version)) else { return nil }
    return try usable { () throws(CleverRecordFault) in try CleverPerson(body, of: people) }
  }

  /// Some tokens name the person by the ID of another version.
  private func record(
    bySecondIDOf login: CleverLogin
  ) async throws(ProvisioningError) -> CleverPerson? {
    guard let info = login.userInfo else { return nil }
    let id = version.hasRecordsByType ? info.userID : info.multiRoleUserID
    guard let id, id != login.me.id || login.me.type.role == nil else { return nil }
    return try await record(of: id, as: login.role)
  }

  /// `/userinfo` alone tells which of several roles signed in, and the IDs that a record leaves out.
  private func needsUserInfo(_ person: CleverPerson) -> Bool {
    person.roles.count != 1 || lacksOtherID(person)
  }

  /// Whether the record leaves out an ID that the person has in other versions. Students have the
  /// same in all.
  private func lacksOtherID(_ person: CleverPerson) -> Bool {
    let roles = person.roles.filter { $0.role != .student }
    return !roles.isEmpty && (version.hasRecordsByType || roles.contains { $0.legacyID == nil })
  }

  /// The person's ID in the versions that are not in use.
  private func otherID(_ info: CleverUserInfo) -> CleverID? {
    version.hasRecordsByType ? info.multiRoleUserID : info.userID
  }

  private func userInfo() async throws(ProvisioningError) -> CleverUserInfo? {
    guard let body = try await optional("/userinfo") else { return nil }
    return try usable { () throws(CleverRecordFault) in try CleverUserInfo(body) }
  }

  /// The answer, or `nil` where Clever says that there is nothing for this token.
  private func optional(_ path: String) async throws(ProvisioningError) -> [UInt8]? {
    do {
      return try await client.data(path, bearing: token)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  private static let notShared = ProvisioningError(
    .refused, "Clever shares no record of this person with the app.",
    reason: "Neither who it is, nor the person's record by any of their IDs, could be read.",
    remedy: "The district's administrator can share it in Clever, or the teacher in the Library.")
}
