import FoundationEssentials
import Provisioning

/// The text in which a list of texts stands in one column: nothing for an empty list, the element
/// itself for a single one, else a JSON array.
enum ListText {
  static func encode(_ list: [String]) -> String? {
    guard let first = list.first else { return nil }
    // A single element that begins like an array is written as one, so that it reads back.
    if list.count == 1, first.utf8.first != UInt8(ascii: "[") { return first }
    return jsonText(list)
  }

  static func decode(_ text: String?) throws(ProvisioningError) -> [String] {
    guard let text else { return [] }
    guard text.utf8.first == UInt8(ascii: "[") else { return [text] }
    return try parsed(text)
  }
}

extension LocalEdits {
  /// The edits as a JSON object of lists; `nil` if there are none.
  var text: String? {
    guard !isEmpty else { return nil }
    return jsonText(
      Dictionary(values.map { ($0.rawValue, $1) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Reads the edits from the form of ``text``.
  init(text: String?) throws(ProvisioningError) {
    self.init()
    guard let text else { return }
    let fields: [String: [String]] = try parsed(text)
    for (name, texts) in fields {
      guard let field = Fields.Field(rawValue: name) else { throw .unreadable("an edit") }
      values[field] = texts
    }
  }
}

private func jsonText(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("texts have a form in JSON")
  }
  return String(decoding: data, as: UTF8.self)
}

private func parsed<Value: Decodable>(_ text: String) throws(ProvisioningError) -> Value {
  do {
    return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  } catch {
    throw .unreadable("a list")
  }
}

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
