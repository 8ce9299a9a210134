import Provisioning

/// Who has signed in, by all that was asked about the login itself.
public struct CleverLogin: Hashable, Sendable {
  /// The answer to `/me`.
  public let me: CleverMe
  /// The answer to `/userinfo`, if it was asked.
  public let userInfo: CleverUserInfo?

  /// Creates a login.
  public init(_ me: CleverMe, _ userInfo: CleverUserInfo? = nil) {
    self.me = me
    self.userInfo = userInfo
  }

  /// The role of this very login.
  public var role: Role? { userInfo?.type.role ?? me.type.role }

  /// Who authorized the data. Where `/me` does not say, `/userinfo` may.
  public var sharing: Sharing {
    guard let userInfo else { return me.sharing }
    let authorizer = me.authorizedBy ?? userInfo.authorizedBy
    return Sharing(district: me.district, authorizedBy: authorizer)
  }
}

extension CleverPerson {
  /// The identity that `login` asserts.
  ///
  /// The key is the ID in the version that was asked; the IDs of other versions are aliases. The
  /// role of the login leads, or the one of the highest rank if the record does not have it. A
  /// record without any roles has that of the login. Throws if an answer is about another person or
  /// another district than the record.
  public func identity(signedInAs login: CleverLogin) throws(CleverRecordFault) -> Identity {
    let others = try otherIDs(of: login)
    return Identity(
      key: Identity.Key(.clever, id.subject), aliases: others.map(\.subject),
      sharing: login.sharing, profile: profile(leading: login.role, in: login.me.district))
  }

  /// What the record says of the person. `leading` is the role that comes first, if she has it.
  public func profile(leading: Role?, in district: CleverID? = nil) -> Profile {
    let lead = roles.first { $0.role == leading } ?? roles.first
    let ordered = [lead].compactMap { $0 } + roles.filter { $0 != lead }
    var profile = Profile()
    profile.roles = ordered.map(\.role)
    if roles.isEmpty, unknownRoles.isEmpty { profile.roles = [leading].compactMap { $0 } }
    profile.given = name.first
    profile.middle = name.middle
    profile.family = name.last
    profile.email = email
    profile.district = (self.district ?? district)?.rawValue
    profile.schools = ordered.flatMap(\.schools).withoutRepeats.map(\.rawValue)
    profile.sisID = lead?.sisID
    profile.grade = lead?.grade?.rawValue
    profile.birthDate = lead?.birthDate?.description
    profile.gender = lead?.gender?.known
    return profile
  }

  /// The IDs of the person beside the one in use.
  private func otherIDs(of login: CleverLogin) throws(CleverRecordFault) -> [CleverID] {
    guard ids.contains(login.me.id) || login.userInfo?.ids.contains(login.me.id) == true else {
      throw CleverRecordFault(.stranger, in: .me, field: "data.id")
    }
    if let userInfo = login.userInfo, userInfo.ids.allSatisfy({ !ids.contains($0) }) {
      throw CleverRecordFault(.stranger, in: .userInfo, field: "user_id")
    }
    for (told, endpoint, field) in [
      (login.me.district, CleverEndpoint.me, "data.district"),
      (login.userInfo?.district, .userInfo, "district_id"),
    ] {
      guard let told, let district, told != district else { continue }
      throw CleverRecordFault(.stranger, in: endpoint, field: field)
    }
    let all = ids + [login.me.id] + (login.userInfo?.ids ?? [])
    return all.withoutRepeats.filter { $0 != id }
  }
}

extension ProviderName {
  /// Clever.
  public static let clever = ProviderName("clever")!
}
