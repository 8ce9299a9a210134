import Provisioning

/// The answer to `/userinfo`: the one place that gives a person's IDs in old and new versions, and
/// the role of this very login.
public struct CleverUserInfo: Hashable, Sendable, CustomStringConvertible {
  /// The ID below v3.0.
  public let userID: CleverID?
  /// The ID from v3.0 on.
  public let multiRoleUserID: CleverID?
  /// What the person has signed in as.
  public let type: CleverUserType
  /// The district; a teacher who shares her own classes has none.
  public let district: CleverID?
  /// Who authorized the data, in Clever's word; `nil` if it does not say so.
  public let authorizedBy: String?
  /// The name.
  public let name: CleverName
  /// The email address as given: unverified, optional, perhaps no address at all.
  public let email: String?

  /// Reads the body of an answer.
  public init(_ body: [UInt8]) throws(CleverRecordFault) {
    self = try CleverEndpoint.userInfo.read(body) { fields in try CleverUserInfo(fields) }
  }

  /// All IDs of the person.
  public var ids: [CleverID] { [multiRoleUserID, userID].compactMap { $0 } }

  /// Says nothing of the person.
  public var description: String { "CleverUserInfo()" }
}

extension CleverUserInfo {
  private init(_ fields: RecordFields) throws {
    userID = try fields.id("user_id")
    multiRoleUserID = try fields.id("multi_role_user_id") ?? fields.id("sub")
    type = CleverUserType(fields.text("user_type") ?? "")
    district = try fields.id("district_id") ?? fields.id("district")
    authorizedBy = try fields.exactText("authorized_by")
    email = fields.text("email")
    let name = CleverName(in: fields)
    self.name = CleverName(
      first: name.first ?? fields.text("given_name"), middle: name.middle,
      last: name.last ?? fields.text("family_name"))
    if ids.isEmpty { throw fields.fault(.missing, "user_id") }
  }
}
