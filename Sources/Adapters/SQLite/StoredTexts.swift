import Provisioning

extension Row {
  mutating func identifier<Owner>() throws(ProvisioningError) -> Identifier<Owner> {
    guard let identifier = Identifier<Owner>(text()) else { throw .unreadable("an identifier") }
    return identifier
  }

  mutating func optionalIdentifier<Owner>() throws(ProvisioningError) -> Identifier<Owner>? {
    guard let text = optionalText() else { return nil }
    guard let identifier = Identifier<Owner>(text) else { throw .unreadable("an identifier") }
    return identifier
  }

  mutating func roles() throws(ProvisioningError) -> [Role] {
    guard let text = optionalText() else { return [] }
    if let role = Role(rawValue: text) { return [role] }
    let roles = text.split(separator: ",").map { Role(rawValue: String($0)) }
    guard !roles.contains(nil) else { throw .unreadable("a role") }
    return roles.compactMap { $0 }
  }

  mutating func profile() throws(ProvisioningError) -> Profile {
    var profile = Profile()
    profile.roles = try roles()
    profile.given = optionalText()
    profile.middle = optionalText()
    profile.family = optionalText()
    profile.email = optionalText()
    profile.grade = optionalText()
    profile.district = optionalText()
    profile.schools = try ListText.decode(optionalText())
    profile.sisID = optionalText()
    profile.birthDate = optionalText()
    profile.gender = optionalText()
    return profile
  }
}

extension Statement {
  func bind(_ profile: Profile) {
    switch profile.roles.count {
    case 0: bindNull()
    case 1: bind(profile.roles[0].rawValue)
    default: bind(profile.roles.map(\.rawValue).joined(separator: ","))
    }
    bind(profile.given)
    bind(profile.middle)
    bind(profile.family)
    bind(profile.email)
    bind(profile.grade)
    bind(profile.district)
    bind(ListText.encode(profile.schools))
    bind(profile.sisID)
    bind(profile.birthDate)
    bind(profile.gender)
  }
}
