import Provisioning

/// Who has signed in: the answer to `/me`.
///
/// Its shape depends on the version and on the token, so that everything but the ID may be missing.
public struct CleverMe: Hashable, Sendable, CustomStringConvertible {
  /// The ID, in the version that was asked. A bare answer of v3.0 was seen with what looks like the
  /// ID of older versions.
  public let id: CleverID
  /// What Clever says that the person is.
  public let type: CleverUserType
  /// The district; a teacher who shares her own classes has none.
  public let district: CleverID?
  /// Who authorized the data, in Clever's word; `nil` if it does not say so.
  public let authorizedBy: String?

  /// Reads the body of an answer.
  public init(_ body: [UInt8]) throws(CleverRecordFault) {
    self = try CleverEndpoint.me.read(body) { answer in try CleverMe(answer) }
  }

  private init(_ answer: RecordFields) throws {
    let data = try answer.requiredObject("data")
    id = try data.requiredID("id")
    type = CleverUserType(data.text("type") ?? answer.text("type") ?? "")
    district = try data.id("district")
    authorizedBy = try data.exactText("authorized_by")
  }

  /// Who authorized the data.
  public var sharing: Sharing { Sharing(district: district, authorizedBy: authorizedBy) }

  /// Says nothing of the person.
  public var description: String { "CleverMe(\(sharing))" }
}

extension Sharing {
  /// A district is named and, where somebody is, it is named as who authorized: that is the
  /// district's sharing. Anything else is a teacher's.
  init(district: CleverID?, authorizedBy: String?) {
    self = district != nil && (authorizedBy ?? "district") == "district" ? .district : .teacher
  }
}
