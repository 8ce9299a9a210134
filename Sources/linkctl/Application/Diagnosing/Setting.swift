import Provisioning

/// A setting in force, and where its value comes from.
struct Setting: Sendable {
  /// Where a value comes from.
  enum Source: String, Sendable {
    /// An option on the command line.
    case option
    case environment
    /// The configuration, or a file that it names.
    case file
    case `default`
  }

  let name: String
  let value: String
  let source: Source

  private init(_ name: String, _ value: String, _ source: Source) {
    self.name = name
    self.value = value
    self.source = source
  }

  private init(_ name: String, _ value: String, _ given: Set<String>) {
    self.init(name, value, given.contains(name) ? .file : .default)
  }

  /// The store's address. What may hold a password is not shown.
  init(store address: String, _ source: Source) {
    let kind = address.prefix { $0 != ":" }
    let isPath = ["sqlite", "files"].contains(kind)
    self.init("store", isPath ? address : "\(kind):…", source)
  }

  /// All but what providers have.
  static func all(of configuration: Configuration, _ tool: Tool) -> [Setting] {
    let given = configuration.given
    let (address, source) = tool.storeAddress(configuration)
    let policy = SignInPolicy(newcomers: configuration.signIn)
    let limits = configuration.removals
    return [
      Setting(store: address, source),
      Setting("gate.roles", words(configuration.gate.roles.map { $0.map(\.rawValue) }), given),
      Setting("gate.districts", words(configuration.gate.districts), given),
    ]
      + Role.allCases.map { role in
        Setting("signIn.\(role.rawValue)", policy.newcomer([role]).rawValue, given)
      }
      + configuration.feeds.sorted { $0.key < $1.key }.map { name, district in
        Setting("feeds.\(name).district", district, .file)
      } + [
        Setting("limits.removals", limits.words, given),
        Setting("sections", configuration.sections, given),
      ]
  }

  /// What a provider has; of secrets, whether they are set.
  static func all(
    of name: ProviderName, _ provider: ProviderConfiguration, _ secrets: ProviderSecrets,
    _ given: Set<String>
  ) -> [Setting] {
    let settings = provider.settings
    let uris = settings.redirectURIs.map(\.rawValue).joined(separator: ", ")
    return [
      Setting("\(name).clientID", settings.clientID ?? "none", given),
      Setting("\(name).clientSecret", secrets.clientSecret),
      Setting("\(name).redirectURIs", uris.isEmpty ? "none" : uris, given),
      Setting("\(name).version", settings.version, given),
      Setting("\(name).accounts", settings.accounts, given),
      Setting("\(name).data", settings.data, given),
      Setting("\(name).districtToken", secrets.districtToken),
      Setting("\(name).token", secrets.userToken),
    ]
  }

  private init(_ name: String, _ secret: ProviderSecrets.Source) {
    switch secret {
    case .environment: self.init(name, "set", .environment)
    case .file: self.init(name, "set", .file)
    case .missing: self.init(name, "not set", .default)
    case .unusable: self.init(name, "not usable", .file)
    }
  }

  private static func words(_ names: (some Collection<String>)?) -> String {
    guard let names else { return "all" }
    return names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
  }
}

extension RemovalLimit {
  fileprivate var words: String {
    switch self {
    case .none: "none"
    case .upTo(let count): "over \(count)"
    case .over(let count, let percent): "over \(count) and over \(percent) %"
    }
  }
}
