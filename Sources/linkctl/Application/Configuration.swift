import FoundationEssentials
import Provisioning

/// What the configuration file says. A missing key is its default.
struct Configuration: Sendable {
  var store: String?
  var gate = RoleGate.open
  var signIn: [Role: SignInPolicy.Newcomer] = [:]
  var sections = "first"
  var feeds: [String: String] = [:]
  var removals = RemovalLimit.standard

  /// The district whose feed `name` is: as configured, else the feed's own name.
  func district(of feed: ProviderName) -> String { feeds[feed.rawValue] ?? feed.rawValue }

  /// Reads the file at `path`, or `./linkctl.json` if there is one.
  static func load(_ path: String?) throws(ProvisioningError) -> Configuration {
    let file = path ?? "linkctl.json"
    guard let text = FileManager.default.contents(atPath: file) else {
      // A file that is there and cannot be read must not open the gate.
      guard path != nil || FileManager.default.fileExists(atPath: file) else {
        return Configuration()
      }
      throw ProvisioningError(
        .notFound, "The configuration \(file) cannot be read.",
        remedy: "Check --config and $LINKCTL_CONFIG.")
    }
    return try ConfigurationReader(file: file, text: text).configuration()
  }
}

/// Reads a configuration (JSON5), strictly: an unknown key or word is an error that names its line.
private struct ConfigurationReader {
  let file: String
  let text: Data

  func configuration() throws(ProvisioningError) -> Configuration {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    let document: ConfigurationValue
    do {
      document = try decoder.decode(ConfigurationValue.self, from: text)
    } catch {
      throw fault(
        "It is no JSON5 document: look for a missing quote, comma or brace.",
        on: ConfigurationSyntax.faultyLine(of: text), detail: "\(error)")
    }
    return try configuration(document)
  }

  private func configuration(
    _ document: ConfigurationValue
  ) throws(ProvisioningError) -> Configuration {
    let root = try object(
      document, "the document",
      allowing: ["store", "gate", "signIn", "sections", "feeds", "limits"])
    var configuration = Configuration()
    configuration.store = try root["store"].map { value throws(ProvisioningError) in
      try string(value, "store")
    }
    if let gate = root["gate"] { configuration.gate = try self.gate(gate) }
    if let signIn = root["signIn"] { configuration.signIn = try newcomers(signIn) }
    if let sections = root["sections"] {
      configuration.sections = try word(
        sections, "sections", among: ["none", "first", "every", "button"])
    }
    if let feeds = root["feeds"] { configuration.feeds = try districts(feeds) }
    if let limits = root["limits"] { configuration.removals = try removals(limits) }
    return configuration
  }

  private func gate(_ value: ConfigurationValue) throws(ProvisioningError) -> RoleGate {
    let gate = try object(value, "gate", allowing: ["roles", "districts"])
    var result = RoleGate.open
    if let roles = gate["roles"] {
      result.roles = Set(
        try list(roles, "roles").map { value throws(ProvisioningError) in
          try role(try string(value, "roles"))
        })
    }
    if let districts = gate["districts"] {
      result.districts = Set(
        try list(districts, "districts").map { value throws(ProvisioningError) in
          try string(value, "districts")
        })
    }
    return result
  }

  private func newcomers(
    _ value: ConfigurationValue
  ) throws(ProvisioningError) -> [Role: SignInPolicy.Newcomer] {
    var newcomers: [Role: SignInPolicy.Newcomer] = [:]
    let allowed = Role.allCases.map(\.rawValue)
    for (name, value) in try object(value, "signIn", allowing: allowed) {
      let answer = try word(value, name, among: SignInPolicy.Newcomer.allCases.map(\.rawValue))
      newcomers[try role(name)] = SignInPolicy.Newcomer(rawValue: answer)
    }
    return newcomers
  }

  private func districts(_ value: ConfigurationValue) throws(ProvisioningError) -> [String: String]
  {
    guard case .object(let feeds) = value else { throw fault("'feeds' is no object.", at: "feeds") }
    var districts: [String: String] = [:]
    for (name, feed) in feeds {
      guard ProviderName(name) != nil else {
        throw fault("'\(name)' is no feed's name: use a-z, 0-9 and -.", at: name)
      }
      if let district = try object(feed, name, allowing: ["district"])["district"] {
        districts[name] = try string(district, "district")
      }
    }
    return districts
  }

  private func removals(_ value: ConfigurationValue) throws(ProvisioningError) -> RemovalLimit {
    guard let removals = try object(value, "limits", allowing: ["removals"])["removals"] else {
      return .standard
    }
    let numbers = try list(removals, "removals").map { value throws(ProvisioningError) -> Int in
      guard case .number(let number) = value, number >= 0, number <= 1e9,
        number == number.rounded()
      else { throw removalsFault }
      return Int(number)
    }
    guard numbers.count == 2, numbers[1] <= 100 else { throw removalsFault }
    return .over(count: numbers[0], percent: numbers[1])
  }

  private var removalsFault: ProvisioningError {
    fault("'removals' is a list of two whole numbers, the second at most 100.", at: "removals")
  }

  // MARK: Values

  private func object(
    _ value: ConfigurationValue, _ name: String, allowing keys: [String]
  ) throws(ProvisioningError) -> [String: ConfigurationValue] {
    guard case .object(let object) = value else { throw fault("'\(name)' is no object.", at: name) }
    for key in object.keys.sorted() where !keys.contains(key) {
      let near = Suggestions.candidates(for: key, among: keys)
      let hint = near.isEmpty ? "" : " Did you mean '\(near[0])'?"
      throw fault("The key '\(key)' is not known.\(hint)", at: key)
    }
    return object
  }

  private func list(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> [ConfigurationValue] {
    guard case .array(let values) = value else { throw fault("'\(name)' is no list.", at: name) }
    return values
  }

  private func string(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> String {
    guard case .string(let text) = value else { throw fault("'\(name)' is no text.", at: name) }
    return text
  }

  private func word(
    _ value: ConfigurationValue, _ name: String, among words: [String]
  ) throws(ProvisioningError) -> String {
    let text = try string(value, name)
    guard words.contains(text) else {
      throw fault("'\(name)' must be \(words.listed(by: "or")).", at: name)
    }
    return text
  }

  private func role(_ name: String) throws(ProvisioningError) -> Role {
    guard let role = Role(rawValue: name) else {
      let known = Role.allCases.map(\.rawValue).listed(by: "or")
      throw fault("'\(name)' is no role: use \(known).", at: name)
    }
    return role
  }

  private func fault(
    _ reason: String, at word: String? = nil, on line: Int? = nil, detail: String? = nil
  ) -> ProvisioningError {
    let place = (line ?? word.flatMap { self.line(of: $0) }).map { " (line \($0))" } ?? ""
    return ProvisioningError(
      .invalid, "The configuration \(file)\(place) cannot be used.", reason: reason,
      remedy: "Its form is shown by 'linkctl --help'.", detail: detail)
  }

  /// The line on which `word` first stands by itself.
  private func line(of word: String) -> Int? {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let index = lines.firstIndex { line in
      String(decoding: line, as: UTF8.self).split {
        !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
      }
      .contains { $0 == word }
    }
    // A key in quotes may be several words.
    let quoted = lines.firstIndex { String(decoding: $0, as: UTF8.self).contains(word) }
    return (index ?? quoted).map { $0 + 1 }
  }
}

/// A JSON value of any kind.
private enum ConfigurationValue: Decodable {
  case object([String: ConfigurationValue])
  case array([ConfigurationValue])
  case string(String)
  case number(Double)
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode([ConfigurationValue].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: ConfigurationValue].self) {
      self = .object(value)
    } else {
      self = .other
    }
  }
}
