import Provisioning

extension ProviderName {
  /// The provider whose data linkctl asks for.
  static let clever = ProviderName("clever")!
}

/// A provider that a command asks, with what is set for it.
struct ProviderUse {
  let adapter: ProviderAdapter
  let settings: ProviderSettings

  /// The provider `name` as the configuration and the environment have it; without a block in the
  /// configuration, its defaults. Throws where a secret is there and cannot be read.
  init(of name: ProviderName, _ tool: Tool) throws(ProvisioningError) {
    guard let adapter = tool.catalog.providers[name] else {
      throw ProvisioningError(.invalid, "No adapter asks this provider.", detail: name.rawValue)
    }
    let block =
      try tool.configuration().providers[name] ?? ProviderConfiguration(settings: adapter.defaults)
    let secrets = ProviderSecrets(of: name, block)
    if let error = secrets.districtToken.error ?? secrets.clientSecret.error { throw error }
    self.adapter = adapter
    settings = block.settings.with(secrets)
  }

  /// The settings with a token that reads a district: one that is typed, where none is set and
  /// somebody is there to type it.
  func settingsWithToken(_ tool: Tool) async throws -> ProviderSettings {
    var settings = settings
    let isFound =
      settings.districtToken != nil || settings.clientID != nil && settings.clientSecret != nil
    if !isFound {
      let prompt = SecretPrompt(console: tool.console)
      settings.districtToken = try await prompt.ask("The district's token (it is not shown):")
    }
    return settings
  }

  /// Opens a listing, brings it in, and tells what it came to.
  func bringIn(
    _ listing: ProviderListing, _ settings: ProviderSettings, _ work: RosterWork,
    _ arguments: Arguments, _ tool: Tool
  ) async throws -> ExitCode {
    let opened = try await adapter.list(settings, listing)
    do {
      let code = try await work.bringIn(arguments, tool) {
        provisioner, order, progress throws(ProvisioningError) in
        let came = try await opened.bringIn(provisioner, order, progress)
        if let note = came.note { tool.note("note: " + note) }
        return came.outcome
      }
      await opened.close()
      return code
    } catch {
      await opened.close()
      throw error
    }
  }
}
