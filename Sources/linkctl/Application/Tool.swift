import Provisioning

/// What every command works with: the words' global options, the configuration, and the way out.
struct Tool: Sendable {
  let console: Console
  let format: OutputFormat
  let isQuiet: Bool
  let showsPersonalData: Bool
  let catalog: AdapterCatalog
  let environment: Provisioning.Environment
  /// The store that the words or the environment name; they stand over the configuration.
  let storeChoice: (address: String, source: Setting.Source)?
  private let configurationOption: String?

  init(_ arguments: Arguments, console: Console) {
    self.console = console
    format = arguments[GlobalOptions.format]
    isQuiet = arguments[GlobalOptions.quiet]
    showsPersonalData = arguments[GlobalOptions.showPersonalData]
    storeChoice =
      arguments[GlobalOptions.store].map { ($0, .option) }
      ?? environmentVariable(named: "LINKCTL_STORE").map { ($0, .environment) }
    configurationOption =
      arguments[GlobalOptions.config] ?? environmentVariable(named: "LINKCTL_CONFIG")
    catalog = .builtIn
    environment = .builtIn
  }

  /// The configuration: the file that was named, `./linkctl.json` if it is there, or none.
  func configuration() throws(ProvisioningError) -> Configuration {
    try Configuration.load(configurationOption, providers: catalog.providers)
  }

  /// Opens the store for `work` and closes it afterwards.
  func withStore<Result: Sendable>(
    _ mode: OpeningMode, _ work: @Sendable (OpenedStore, Configuration) async throws -> Result
  ) async throws -> Result {
    let configuration = try configuration()
    let opened = try await catalog.openStore(at: address(configuration), mode)
    if opened.wasCreated { note("created the store") }
    for line in opened.notes { note(line) }
    do {
      let result = try await work(opened, configuration)
      await opened.close()
      return result
    } catch {
      await opened.close()
      throw error
    }
  }

  /// Opens the store for a command that goes through the front door. A dry run makes no store.
  func withProvisioner<Result: Sendable>(
    _ mode: OpeningMode = .existing,
    _ work: @Sendable (Provisioner, Configuration) async throws -> Result
  ) async throws -> Result {
    try await withStore(mode) { opened, configuration in
      try await work(provisioner(over: opened.store, configuration), configuration)
    }
  }

  /// Opens the store for a command that may be the first of all: a missing store is made, and a dry
  /// run over one that is missing sees an empty one.
  func withFirstStore<Result: Sendable>(
    _ arguments: Arguments,
    _ work: @Sendable (Provisioner, Configuration) async throws -> Result
  ) async throws -> Result {
    guard arguments.mode == .dryRun else {
      return try await withProvisioner(.createIfMissing, work)
    }
    let configuration = try configuration()
    do {
      return try await withProvisioner(.existing, work)
    } catch let error as ProvisioningError where error.code == .notFound {
      note("there is no store yet; this is what would happen to an empty one")
      return try await work(provisioner(over: InMemoryStore(), configuration), configuration)
    }
  }

  /// A front door over `store`, as configured.
  func provisioner(
    over store: any AccountStore, _ configuration: Configuration
  ) -> Provisioner {
    Provisioner(
      store: store, gate: configuration.gate,
      policy: SignInPolicy(newcomers: configuration.signIn), environment: environment)
  }

  /// The kind of store that is named, for `store status`.
  func storeKind() throws(ProvisioningError) -> String {
    String(address(try configuration()).prefix { $0 != ":" })
  }

  /// What can be done with the store as a whole, and where it is.
  func upkeep() throws(ProvisioningError) -> (upkeep: StoreUpkeep, location: String) {
    try catalog.upkeep(of: address(try configuration()))
  }

  /// The store's address, and what says so.
  func storeAddress(
    _ configuration: Configuration
  ) -> (address: String, source: Setting.Source) {
    storeChoice ?? configuration.store.map { ($0, .file) } ?? ("sqlite:provisioning.db", .default)
  }

  private func address(_ configuration: Configuration) -> String {
    storeAddress(configuration).address
  }

  /// Tells people something beside the answer.
  func note(_ line: String) {
    if !isQuiet { console.note(line) }
  }

  /// Writes the answer: a document for programs, lines for people.
  func answer(_ document: JSONValue, _ lines: @autoclosure () -> [String]) throws {
    switch format {
    case .json: try console.writeLine(document)
    case .text:
      let width = console.output.width ?? .max
      for line in lines() {
        for part in TextWrapping.hanging(line.safeForTerminal, width: width) {
          try console.writeLine(part)
        }
      }
    }
  }

  /// A display of progress on standard error.
  func progress(_ title: String, unit: String) -> Progress {
    Progress(
      title, unit: unit, console: console,
      mode: Progress.Mode(for: console.diagnostics, isQuiet: isQuiet))
  }
}

/// The options that every command takes.
enum GlobalOptions {
  static let store = Option<String>(
    "store", value: "URL",
    "The store: sqlite:PATH, files:FOLDER or, where it is built in, postgresql://…. Else "
      + "$LINKCTL_STORE, the configuration, or sqlite:provisioning.db.",
    as: .location(schemes: ["sqlite", "files"], .file).withheld)
  static let config = Option<String>(
    "config", value: "FILE", "The configuration. Else $LINKCTL_CONFIG, or ./linkctl.json.",
    as: .file)
  static let format = Option<OutputFormat>(
    "format", value: "FORMAT", "How to answer: text or json.", as: .cases
  ).withDefault(.text)
  static let quiet = Flag("quiet", "Show no progress and no notes.")
  static let showPersonalData = Flag(
    "show-personal-data", "Let error messages name people, for finding out what went wrong.")

  static let all: [any Parameter] = [store, config, format, quiet, showPersonalData]
}

/// The options of every command that writes.
enum WriteOptions {
  static let dryRun = Flag("dry-run", "Show the plan and write nothing.")
  static let reason = Option<String>("reason", value: "TEXT", "Why; kept in the journal.")
  static let actor = Option<String>(
    "actor", value: "NAME", "Who does it; kept in the journal. Else the login name.")
  static let yes = Flag("yes", "Go ahead without asking.")

  static let all: [any Parameter] = [dryRun, reason, actor]
}

extension Arguments {
  /// Who does it, and why.
  var attribution: Attribution {
    Attribution(
      actor: self[WriteOptions.actor] ?? loginName(), reason: self[WriteOptions.reason])
  }

  /// Whether the plan is carried out.
  var mode: Provisioner.Mode { self[WriteOptions.dryRun] ? .dryRun : .commit }
}
