import Provisioning

/// Takes the meaning of a configuration from its document.
struct ConfigurationReader {
  let document: ConfigurationDocument
  let providers: [ProviderName: ProviderAdapter]

  func configuration() throws(ProvisioningError) -> Configuration {
    let value = try document.root()
    let root = try document.object(
      value,
      allowing: ["store", "gate", "signIn", "sections", "feeds", "limits"]
        + providers.keys.sorted().map(\.rawValue))
    var configuration = Configuration(file: document.file, given: value.keys)
    if let store = root["store"] { configuration.store = try document.string(store, "store") }
    if let gate = root["gate"] { configuration.gate = try self.gate(gate) }
    if let signIn = root["signIn"] { configuration.signIn = try newcomers(signIn) }
    if let sections = root["sections"] {
      configuration.sections = try document.word(
        sections, "sections", among: ["none", "first", "every", "button"])
    }
    if let feeds = root["feeds"] { configuration.feeds = try districts(feeds) }
    if let limits = root["limits"] { configuration.removals = try removals(limits) }
    for (name, adapter) in providers {
      if let block = root[name.rawValue] {
        configuration.providers[name] = try provider(block, adapter)
      }
    }
    return configuration
  }

  private func gate(_ value: ConfigurationValue) throws(ProvisioningError) -> RoleGate {
    let gate = try document.object(value, "gate", allowing: ["roles", "districts"])
    var result = RoleGate.open
    if let roles = gate["roles"] {
      result.roles = Set(
        try document.strings(roles, "gate.roles").map { name throws(ProvisioningError) in
          guard let role = Role(rawValue: name) else {
            let known = Role.allCases.map(\.rawValue).listed(by: "or")
            throw document.fault(
              "'\(name)' is no role: use \(known).", at: "gate.roles", value: name)
          }
          return role
        })
    }
    if let districts = gate["districts"] {
      result.districts = Set(try document.strings(districts, "gate.districts"))
    }
    return result
  }

  private func newcomers(
    _ value: ConfigurationValue
  ) throws(ProvisioningError) -> [Role: SignInPolicy.Newcomer] {
    let object = try document.object(value, "signIn", allowing: Role.allCases.map(\.rawValue))
    var newcomers: [Role: SignInPolicy.Newcomer] = [:]
    for role in Role.allCases {
      guard let value = object[role.rawValue] else { continue }
      let answer = try document.word(
        value, "signIn.\(role.rawValue)", among: SignInPolicy.Newcomer.allCases.map(\.rawValue))
      newcomers[role] = SignInPolicy.Newcomer(rawValue: answer)
    }
    return newcomers
  }

  private func districts(
    _ value: ConfigurationValue
  ) throws(ProvisioningError) -> [String: String] {
    guard case .object(let feeds) = value else {
      throw document.fault("'feeds' is no object.", at: "feeds")
    }
    var districts: [String: String] = [:]
    for (name, feed) in feeds {
      guard ProviderName(name) != nil else {
        throw document.fault(
          "'\(name)' is no feed's name: use a-z, 0-9 and -.", at: "feeds", value: name)
      }
      let members = try document.object(feed, "feeds.\(name)", allowing: ["district"])
      if let district = members["district"] {
        districts[name] = try document.string(district, "feeds.\(name).district")
      }
    }
    return districts
  }

  private func removals(_ value: ConfigurationValue) throws(ProvisioningError) -> RemovalLimit {
    let limits = try document.object(value, "limits", allowing: ["removals"])
    guard let removals = limits["removals"] else { return .standard }
    let fault = document.fault(
      "'limits.removals' is a list of two whole numbers, the second at most 100.",
      at: "limits.removals")
    let numbers = try document.list(removals, "limits.removals").map {
      value throws(ProvisioningError) -> Int in
      guard case .number(let number) = value, number >= 0, number <= 1e9,
        number == number.rounded()
      else { throw fault }
      return Int(number)
    }
    guard numbers.count == 2, numbers[1] <= 100 else { throw fault }
    return .over(count: numbers[0], percent: numbers[1])
  }
}
