/// The adapters that a program was built with: a plain value, filled in one place.
public struct AdapterCatalog: Sendable {
  /// Kinds of stores, by the scheme of their addresses.
  public private(set) var stores: [String: StoreAdapter] = [:]
  /// Kinds of rosters, by name.
  public private(set) var rosters: [String: RosterAdapter] = [:]
  /// Kinds of copies of a store's state, by the scheme of their addresses.
  public private(set) var stateCopies: [String: StateCopyAdapter] = [:]
  /// Providers that are asked over the network, by name.
  public private(set) var providers: [ProviderName: ProviderAdapter] = [:]

  /// Creates an empty catalog.
  public init() {}

  /// Adds a kind of store; one of the same scheme is replaced.
  public mutating func register(_ adapter: StoreAdapter) { stores[adapter.scheme] = adapter }

  /// Adds a kind of roster; one of the same name is replaced.
  public mutating func register(_ adapter: RosterAdapter) { rosters[adapter.name] = adapter }

  /// Adds a kind of copy; one of the same scheme is replaced.
  public mutating func register(_ adapter: StateCopyAdapter) {
    stateCopies[adapter.scheme] = adapter
  }

  /// Adds a provider; one of the same name is replaced.
  public mutating func register(_ adapter: ProviderAdapter) { providers[adapter.name] = adapter }

  /// Opens the store at `address`, written `scheme:location`.
  public func openStore(
    at address: String, _ mode: OpeningMode
  ) async throws(ProvisioningError) -> OpenedStore {
    let (scheme, location) = try Self.parts(of: address, among: stores.keys)
    guard let adapter = stores[scheme] else { throw .unknownScheme(scheme, among: stores.keys) }
    return try await adapter.open(location, mode)
  }

  /// What can be done with the store at `address` as a whole, and its location. Throws `refused` if
  /// this kind of store does none of it.
  public func upkeep(
    of address: String
  ) throws(ProvisioningError) -> (upkeep: StoreUpkeep, location: String) {
    let (scheme, location) = try Self.parts(of: address, among: stores.keys)
    guard let adapter = stores[scheme] else { throw .unknownScheme(scheme, among: stores.keys) }
    guard let upkeep = adapter.upkeep else {
      throw ProvisioningError(
        .refused, "Stores of the kind '\(scheme)' are not backed up, restored or migrated here.",
        reason: "That is left to the tools of what they are kept in.",
        remedy: "Use those, or copy the whole store: linkctl store copy --to files:FOLDER")
    }
    return (upkeep, location)
  }

  /// Opens a roster of the kind called `format`.
  public func openRoster(
    _ format: String, _ source: RosterSource
  ) async throws(ProvisioningError) -> any SectionImporter {
    guard let adapter = rosters[format] else {
      throw ProvisioningError(
        .invalid, "No adapter reads this kind of roster.",
        remedy: "Known: \(rosters.keys.sorted().joined(separator: ", ")).", detail: format)
    }
    return try await adapter.open(source)
  }

  /// Begins a store at `address`, written `scheme:location`, to be filled with what another holds.
  /// Throws `refused` if this kind of store takes no copies, or if something is there already.
  public func fillStore(
    at address: String
  ) async throws(ProvisioningError) -> any StoreFilling {
    let (scheme, location) = try Self.parts(of: address, among: stores.keys)
    guard let adapter = stores[scheme] else { throw .unknownScheme(scheme, among: stores.keys) }
    guard let fill = adapter.fill else {
      throw ProvisioningError(
        .refused, "Stores of the kind '\(scheme)' take no copies of others.",
        remedy: "Copy to one of another kind.")
    }
    return try await fill(location)
  }

  /// Writes the state of a store to `address`, written `scheme:location`.
  public func copyState(
    of reader: any AccountReader, to address: String
  ) async throws(ProvisioningError) {
    let (scheme, location) = try Self.parts(of: address, among: stateCopies.keys)
    guard let adapter = stateCopies[scheme] else {
      throw .unknownScheme(scheme, among: stateCopies.keys)
    }
    try await adapter.copy(reader, location)
  }

  private static func parts(
    of address: String, among schemes: some Sequence<String>
  ) throws(ProvisioningError) -> (scheme: String, location: String) {
    guard let colon = address.utf8.firstIndex(of: 0x3A) else {
      throw .unknownScheme(address, among: schemes)
    }
    return (String(address[..<colon]), String(address[address.utf8.index(after: colon)...]))
  }
}

/// Whether a missing store is made.
public enum OpeningMode: Hashable, Sendable {
  /// The store must be there.
  case existing
  /// A missing store is created.
  case createIfMissing
}

/// A store, opened by its address.
public struct OpenedStore: Sendable {
  /// The store.
  public let store: any AccountStore
  /// Whether it was created just now.
  public let wasCreated: Bool
  /// What whoever opened it should know, in sentences: what was mended after a crash, that it has
  /// outgrown its kind.
  public let notes: [String]
  /// What is wrong with the store's files or tables themselves; empty if nothing is.
  public let integrityProblems: @Sendable () async throws(ProvisioningError) -> [String]
  /// Closes the store. Nothing may use it afterwards.
  public let close: @Sendable () async -> Void

  /// Creates an opened store.
  public init(
    store: any AccountStore, wasCreated: Bool, notes: [String] = [],
    integrityProblems: @escaping @Sendable () async throws(ProvisioningError) -> [String],
    close: @escaping @Sendable () async -> Void
  ) {
    self.store = store
    self.wasCreated = wasCreated
    self.notes = notes
    self.integrityProblems = integrityProblems
    self.close = close
  }
}

/// A kind of store.
public struct StoreAdapter: Sendable {
  /// The scheme of its addresses: `sqlite` in `sqlite:provisioning.db`.
  public let scheme: String
  /// Opens the store at a location.
  public let open: @Sendable (String, OpeningMode) async throws(ProvisioningError) -> OpenedStore
  /// What can be done with a store as a whole; `nil` where that is left to other tools.
  public let upkeep: StoreUpkeep?
  /// Begins a store at a location where there is none, to be filled with what another holds, or
  /// goes on with one that was begun; `nil` where this kind takes no copies. Throws `refused` if
  /// something is there already.
  public let fill: (@Sendable (String) async throws(ProvisioningError) -> any StoreFilling)?

  /// Creates an adapter.
  public init(
    scheme: String, upkeep: StoreUpkeep? = nil,
    fill: (@Sendable (String) async throws(ProvisioningError) -> any StoreFilling)? = nil,
    open: @escaping @Sendable (String, OpeningMode) async throws(ProvisioningError) -> OpenedStore
  ) {
    self.scheme = scheme
    self.open = open
    self.upkeep = upkeep
    self.fill = fill
  }
}

/// A kind of roster that is read from a file or folder.
public struct RosterAdapter: Sendable {
  /// The format's name, such as `clever-csv`.
  public let name: String
  /// Opens the roster of a feed.
  public let open: @Sendable (RosterSource) async throws(ProvisioningError) -> any SectionImporter

  /// Creates an adapter.
  public init(
    name: String,
    open: @escaping @Sendable (RosterSource) async throws(ProvisioningError) -> any SectionImporter
  ) {
    self.name = name
    self.open = open
  }
}

/// Where a roster is read from, and whose it is.
public struct RosterSource: Hashable, Sendable {
  /// The file or folder.
  public let path: String
  /// The feed's name: the provider of its keys.
  public let feed: ProviderName
  /// The district whose feed it is.
  public let district: String

  /// Creates a source.
  public init(path: String, feed: ProviderName, district: String) {
    self.path = path
    self.feed = feed
    self.district = district
  }
}

/// A kind of copy of a store's state.
public struct StateCopyAdapter: Sendable {
  /// The scheme of its addresses.
  public let scheme: String
  /// Copies the state to a location.
  public let copy: @Sendable (any AccountReader, String) async throws(ProvisioningError) -> Void

  /// Creates an adapter.
  public init(
    scheme: String,
    copy: @escaping @Sendable (any AccountReader, String) async throws(ProvisioningError) -> Void
  ) {
    self.scheme = scheme
    self.copy = copy
  }
}

extension ProvisioningError {
  fileprivate static func unknownScheme(
    _ scheme: String, among known: some Sequence<String>
  ) -> ProvisioningError {
    let names = known.sorted().map { "\($0):" }.joined(separator: ", ")
    let remedy =
      scheme == "postgresql"
      ? "Build it in: swift build --traits PostgreSQL. Known here: \(names)."
      : "Begin it with one of these: \(names)."
    return ProvisioningError(
      .invalid, "No adapter serves this address.",
      reason: "Its scheme is not known to this build.", remedy: remedy, detail: scheme)
  }
}
