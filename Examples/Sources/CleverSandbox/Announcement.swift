/// What somebody needs to know to use a sandbox that is running.
public struct SandboxAnnouncement: Sendable {
  /// Somebody to try, with a token that lives a day.
  public struct User: Sendable {
    public let id: String
    /// `student`, `teacher`, `staff` or `district_admin`: the one of the token.
    public let role: UserType
    public let name: String
    public let username: String
    public let district: String
    public let sharing: Sharing
    public let token: String
  }

  public let url: String
  public let clientID: String
  public let clientSecret: String
  public let redirectURIs: [String]
  public let district: String
  public let libraryDistrict: String
  public let districtToken: String
  public let users: [User]

  /// The announcement as one JSON object.
  public var json: JSON {
    [
      "url": .string(url), "client_id": .string(clientID), "client_secret": .string(clientSecret),
      "redirect_uris": JSON(redirectURIs), "district": .string(district),
      "library_district": .string(libraryDistrict), "district_token": .string(districtToken),
      "users": .array(users.map(\.json)),
    ]
  }
}

extension SandboxAnnouncement.User {
  fileprivate var json: JSON {
    [
      "id": .string(id), "role": .string(role.rawValue), "name": .string(name),
      "username": .string(username), "district": .string(district),
      "sharing": .string(sharing.rawValue), "token": .string(token),
    ]
  }
}
