import Provisioning
import ProvisioningFlatFiles
import ProvisioningRosterFiles
import ProvisioningSQLite
import ProvisioningSystem

extension AdapterCatalog {
  /// The adapters that this linkctl was built with.
  static let builtIn: AdapterCatalog = {
    var catalog = AdapterCatalog()
    catalog.register(
      StoreAdapter(scheme: "sqlite") { path, mode throws(ProvisioningError) in
        try await SQLiteStore.opened(at: path, mode)
      })
    catalog.register(
      RosterAdapter(name: "clever-csv") { source throws(ProvisioningError) in
        try await CleverCSVImporter(
          directory: source.path, provider: source.feed, district: source.district)
      })
    catalog.register(
      StateCopyAdapter(scheme: "files") { reader, folder throws(ProvisioningError) in
        try await CanonicalDump(of: reader).write(to: folder)
      })
    return catalog
  }()
}

extension Environment {
  /// The clock and the source of names of this linkctl.
  static let builtIn = Environment.system
}
