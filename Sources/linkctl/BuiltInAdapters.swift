import Glibc
import Provisioning
import ProvisioningClever
import ProvisioningCurl
import ProvisioningFlatFiles
import ProvisioningRosterFiles
import ProvisioningSQLite
import ProvisioningSystem

#if PostgreSQL
import ProvisioningPostgreSQL
#endif

extension AdapterCatalog {
  /// The adapters that this linkctl was built with.
  static let builtIn: AdapterCatalog = {
    var catalog = AdapterCatalog()
    catalog.register(
      StoreAdapter(
        scheme: "sqlite", upkeep: .sqlite,
        fill: { path throws(ProvisioningError) in try await SQLiteFilling.open(at: path) }
      ) { path, mode throws(ProvisioningError) in try await openSQLite(at: path, mode) })
    catalog.register(
      StoreAdapter(
        scheme: "files",
        fill: { path throws(ProvisioningError) in try await FlatFileFilling.open(at: path) }
      ) { path, mode throws(ProvisioningError) in try await openFlatFiles(at: path, mode) })
    #if PostgreSQL
    catalog.register(
      StoreAdapter(
        scheme: "postgresql",
        fill: { location throws(ProvisioningError) in
          try await PostgreSQLFilling.open(at: "postgresql:\(location)")
        }
      ) { location, mode throws(ProvisioningError) in
        try await openPostgreSQL(at: "postgresql:\(location)", mode)
      })
    #endif
    for (name, layout) in [("clever-csv", RosterFileLayout.cleverCSV), ("oneroster", .oneRoster)] {
      catalog.register(
        RosterAdapter(name: name) { source throws(ProvisioningError) in
          try await RosterFileImporter.open(
            layout, at: source.path, provider: source.feed, district: source.district)
        })
    }
    catalog.register(
      RosterAdapter(name: "jsonl") { source throws(ProvisioningError) in
        JSONLinesImporter(
          source.path == "-"
            ? .descriptor(STDIN_FILENO, name: "standard input") : .file(source.path),
          provider: source.feed, district: source.district)
      })
    catalog.register(
      StateCopyAdapter(scheme: "files") { reader, folder throws(ProvisioningError) in
        try await CanonicalDump(of: reader).write(to: folder)
      })
    catalog.register(.clever)
    return catalog
  }()
}

private func openSQLite(
  at path: String, _ mode: OpeningMode
) async throws(ProvisioningError) -> OpenedStore {
  let isThere = mode == .existing || isFilled(path)
  let store = try await SQLiteStore.open(
    at: path, mode: mode == .existing ? .existing : .createIfMissing)
  return OpenedStore(
    store: store, wasCreated: !isThere,
    integrityProblems: { () throws(ProvisioningError) in try await store.integrityProblems() },
    close: { await store.close() })
}

private func openFlatFiles(
  at path: String, _ mode: OpeningMode
) async throws(ProvisioningError) -> OpenedStore {
  let (store, wasCreated) = try await FlatFileStore.opened(
    at: path, mode == .existing ? .existing : .createIfMissing)
  return OpenedStore(
    store: store, wasCreated: wasCreated, notes: try await store.notes(),
    integrityProblems: { () throws(ProvisioningError) in try await store.integrityProblems() },
    close: { await store.close() })
}

#if PostgreSQL
private func openPostgreSQL(
  at url: String, _ mode: OpeningMode
) async throws(ProvisioningError) -> OpenedStore {
  let store = try await PostgreSQLStore.open(
    at: url, mode: mode == .existing ? .existing : .createIfMissing)
  return OpenedStore(
    store: store, wasCreated: store.wasCreated,
    integrityProblems: { () throws(ProvisioningError) in try await store.integrityProblems() },
    close: { await store.close() })
}
#endif

extension StoreUpkeep {
  fileprivate static let sqlite = StoreUpkeep(
    backUp: { path, file, existing, progress throws(ProvisioningError) in
      try await SQLiteStore.backUp(at: path, to: file, existing: existing, progress: progress)
    },
    prepareRestore: { path, file, progress throws(ProvisioningError) in
      try await SQLiteStore.prepareRestore(at: path, from: file, progress: progress)
    },
    migrate: { path, mode, progress throws(ProvisioningError) in
      try await SQLiteStore.migrate(at: path, mode, progress: progress)
    })
}

extension ProviderAdapter {
  fileprivate static let clever = ProviderAdapter(
    name: .clever, versions: CleverVersion.allCases.map(\.rawValue),
    defaults: ProviderSettings(
      version: CleverVersion.v31.rawValue, accounts: CleverHosts.production.accounts,
      data: CleverHosts.production.data)
  ) { settings, gate, reach throws(ProvisioningError) in
    try await withCurl { transport throws(ProvisioningError) in
      try await CleverDoctor(
        settings, gate: gate, transport: transport, now: Environment.builtIn.now
      ).findings(reach)
    }
  } list: { settings, listing throws(ProvisioningError) in
    let transport = CurlTransport()
    do throws(ProvisioningError) {
      let opened = try await CleverAccess(settings, transport: transport).open(listing)
      return OpenedListing(bringIn: opened) { await transport.close() }
    } catch {
      await transport.close()
      throw error
    }
  } certify: { settings, plan throws(ProvisioningError) in
    try await withCurl { transport throws(ProvisioningError) in
      try await CleverCertification(
        settings, plan, transport: transport, environment: .builtIn
      ).findings()
    }
  }
}

/// Runs `body` with a transport, and closes that afterwards.
private func withCurl<Result: Sendable>(
  _ body: (CurlTransport) async throws(ProvisioningError) -> Result
) async throws(ProvisioningError) -> Result {
  let transport = CurlTransport()
  do throws(ProvisioningError) {
    let result = try await body(transport)
    await transport.close()
    return result
  } catch {
    await transport.close()
    throw error
  }
}

/// Whether a file is there with something in it: an empty one becomes a store like a missing one.
private func isFilled(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_size > 0
}

extension Environment {
  /// The clock and the source of names of this linkctl.
  static let builtIn = Environment.system
}
