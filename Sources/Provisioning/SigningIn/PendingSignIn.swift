/// A sign-in that waits for the person's answer: what a ticket keeps.
struct PendingSignIn: Codable {
  let key: String
  let aliases: [String]
  let sharing: String
  let profile: Columns

  init(_ identity: Identity) {
    key = identity.key.description
    aliases = identity.aliases.map(\.rawValue)
    sharing = identity.sharing.rawValue
    profile = identity.profile.columns
  }

  var identity: Identity? {
    guard let key = Identity.Key(key), let sharing = Sharing(rawValue: sharing) else { return nil }
    return Identity(
      key: key, aliases: aliases.compactMap { Identity.Subject($0) }, sharing: sharing,
      profile: Profile(columns: profile))
  }
}
