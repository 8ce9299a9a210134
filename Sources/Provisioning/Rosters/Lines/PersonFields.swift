/// The fields of a person's object in ``RosterText``, as they come.
struct PersonFields {
  typealias Fault = RosterLine.Fault

  private let given: ProviderName?
  private var named: ProviderName?
  private var subject: Identity.Subject?
  private var aliases: [Identity.Subject] = []
  private var sharing: Sharing?
  private var leadingRole: Role?
  private var roles: [Role]?
  private var profile = Profile()

  /// Whether nothing but a subject came: then the object tells of a person who is given elsewhere.
  private(set) var isReference = true

  /// Starts an object of `provider`; `nil` if the object must name it.
  init(provider: ProviderName?) { given = provider }

  /// Reads the value of `key`, if it is one of a person's keys.
  mutating func take(_ key: String, _ reader: inout JSONReader) throws(Fault) -> Bool {
    switch key {
    case "provider":
      named = try reader.provider()
      guard given == nil || named == given else { throw .otherProvider }
      return true
    case "subject":
      subject = try reader.identifier()
      return true
    case "aliases":
      try reader.list { reader throws(Fault) in aliases.append(try reader.identifier()) }
    case "sharing": sharing = try reader.word() as Sharing
    default: guard try takeOfProfile(key, &reader) else { return false }
    }
    isReference = false
    return true
  }

  /// Reads the value of `key`, if it is one of the keys that tell of a person without naming her.
  mutating func takeOfProfile(
    _ key: String, _ reader: inout JSONReader
  ) throws(Fault) -> Bool {
    switch key {
    case "role": leadingRole = try reader.word() as Role
    case "roles":
      var roles: [Role] = []
      try reader.list { reader throws(Fault) in roles.append(try reader.word()) }
      self.roles = roles
    case "name":
      try reader.object { reader, part throws(Fault) in
        guard let field = Profile.Field(rawValue: part), Profile.Field.ofName.contains(field)
        else { throw .unknownKey }
        profile[field] = try reader.optionalText().map { [$0] } ?? []
      }
    case "schools": profile.schools = try reader.texts()
    default:
      guard let field = Profile.Field(rawValue: key), Profile.Field.ofOneText.contains(field)
      else { return false }
      profile[field] = try reader.optionalText().map { [$0] } ?? []
    }
    return true
  }

  /// The key. Throws if provider or subject did not come.
  func requiredKey() throws(Fault) -> Identity.Key {
    guard let provider = given ?? named else { throw .missing("provider") }
    guard let subject else { throw .missing("subject") }
    return Identity.Key(provider, subject)
  }

  /// The person. Throws if the subject, or both `role` and `roles`, did not come.
  func identity() throws(Fault) -> Identity {
    Identity(
      key: try requiredKey(), aliases: aliases, sharing: sharing ?? .district,
      profile: try requiredProfile())
  }

  /// The person without a name. Throws if neither `role` nor `roles` came.
  func requiredProfile() throws(Fault) -> Profile {
    guard leadingRole != nil || roles != nil else { throw .missing("role") }
    var profile = profile
    profile.roles = roles ?? []
    if let leadingRole {
      profile.roles = [leadingRole] + profile.roles.filter { $0 != leadingRole }
    }
    return profile
  }
}

extension RosterLine.Fault {
  /// The object lacks `key`.
  static func missing(_ key: String) -> Self { Self("It is missing.").within(key) }
  /// The line belongs to another roster.
  static let otherProvider = Self("It names another provider than the roster's.")
}

extension JSONReader {
  /// Reads an identifier.
  mutating func identifier<Owner>() throws(Fault) -> Identifier<Owner> {
    guard let identifier = Identifier<Owner>(try text()) else {
      throw Fault("It must be 1 to 255 visible ASCII characters, without spaces.")
    }
    return identifier
  }

  /// Reads a provider's name.
  mutating func provider() throws(Fault) -> ProviderName {
    guard let provider = ProviderName(try text()) else {
      throw Fault("It must be 1 to 64 letters a-z, digits or -.")
    }
    return provider
  }

  /// Reads one of the words of `Word`.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>() throws(Fault) -> Word {
    guard let word = Word(rawValue: try text()) else {
      let words = Word.allCases.map(\.rawValue)
      throw Fault("It must be one of \(words.joined(separator: ", ")).")
    }
    return word
  }
}
