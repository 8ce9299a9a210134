import Provisioning

/// The names of providers and the numbers that rows hold in their place.
struct Providers {
  private var numbers: [ProviderName: Int64] = [:]
  private var names: [Int64: ProviderName] = [:]

  func number(_ name: ProviderName) -> Int64? { numbers[name] }
  func name(_ number: Int64) -> ProviderName? { names[number] }
  var sorted: [(name: ProviderName, number: Int64)] {
    numbers.map { ($0, $1) }.sorted { $0.name < $1.name }
  }

  mutating func add(_ name: ProviderName, _ number: Int64) {
    numbers[name] = number
    names[number] = name
  }
}

extension Session {
  /// The number of `provider`; `nil` if no row names it yet.
  func number(of provider: ProviderName) throws(ProvisioningError) -> Int64? {
    if let number = providers.number(provider) { return number }
    try readProviders()
    return providers.number(provider)
  }

  /// The provider with that number.
  func provider(_ number: Int64) throws(ProvisioningError) -> ProviderName {
    if let name = providers.name(number) { return name }
    try readProviders()
    guard let name = providers.name(number) else { throw .unreadable("a provider") }
    return name
  }

  /// The number of `provider`, which is added if it is new. Only in a write.
  func interned(_ provider: ProviderName) throws(ProvisioningError) -> Int64 {
    if let number = try number(of: provider) { return number }
    let statement = try prepared(.insertProvider)
    statement.bind(provider.rawValue)
    try statement.run()
    try readProviders()
    guard let number = try number(of: provider) else { throw .unreadable("a provider") }
    return number
  }

  func readProviders() throws(ProvisioningError) {
    try forEachRow(.providers) { row throws(ProvisioningError) in
      let number = row.integer()
      guard let name = ProviderName(row.text()) else { throw .unreadable("a provider") }
      providers.add(name, number)
    }
  }
}

extension Query {
  static let providers = Query("SELECT number, name FROM provider")
  static let insertProvider = Query("INSERT INTO provider (name) VALUES (?)")
}
