import Provisioning

/// What a configuration says of a provider, such as Clever.
struct ProviderConfiguration: Sendable {
  /// Everything but secrets, which stand elsewhere.
  var settings: ProviderSettings
  /// The file that holds the app's secret.
  var secretFile: String?
  /// The file that holds a district's token.
  var districtTokenFile: String?
}

extension ConfigurationReader {
  /// The block of a provider.
  func provider(
    _ value: ConfigurationValue, _ adapter: ProviderAdapter
  ) throws(ProvisioningError) -> ProviderConfiguration {
    let name = adapter.name.rawValue
    let texts = ["clientID", "secretFile", "districtTokenFile"]
    let block = try document.object(
      value, name, allowing: texts + ["redirectURIs", "version", "accounts", "data"])
    var given: [String: String] = [:]
    for key in texts where block[key] != nil {
      given[key] = try filled(block[key]!, "\(name).\(key)")
    }
    var settings = adapter.defaults
    settings.clientID = given["clientID"]
    if let uris = block["redirectURIs"] {
      settings.redirectURIs = try redirectURIs(uris, "\(name).redirectURIs")
    }
    if let version = block["version"] {
      settings.version = try document.word(version, "\(name).version", among: adapter.versions)
    }
    if let host = block["accounts"] { settings.accounts = try self.host(host, "\(name).accounts") }
    if let host = block["data"] { settings.data = try self.host(host, "\(name).data") }
    return ProviderConfiguration(
      settings: settings, secretFile: given["secretFile"],
      districtTokenFile: given["districtTokenFile"])
  }

  /// A text that is not empty.
  private func filled(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> String {
    let text = try document.string(value, name)
    guard !text.isEmpty else { throw document.fault("'\(name)' is empty.", at: name) }
    return text
  }

  private func redirectURIs(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> [RedirectURI] {
    try document.strings(value, name).map { text throws(ProvisioningError) in
      try address(
        text, name,
        remedy: "Register an address that begins with https:// at Clever, and give that. http is "
          + "for this machine alone: localhost, 127.0.0.1 or [::1].")
    }
  }

  /// Where secrets are sent: `https`, or this machine, and nothing behind the host.
  private func host(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> String {
    let text = try filled(value, name)
    _ = try address(
      text, name,
      remedy: "Give https:// and the host, or leave the key out; for a stand-in on this machine, "
        + "http://127.0.0.1:PORT.")
    let rest = text.drop { $0 != ":" }.dropFirst(3)
    guard !rest.contains("/"), !rest.contains("?") else {
      throw document.fault(
        "'\(name)' is a host alone: 'https://…' without a path or a slash at its end.", at: name)
    }
    return text
  }

  private func address(
    _ text: String, _ name: String, remedy: String
  ) throws(ProvisioningError) -> RedirectURI {
    do throws(ProvisioningError) {
      return try RedirectURI(text)
    } catch {
      throw document.fault(
        "'\(name)' holds an address that cannot be used. \(error.reason ?? "")", at: name,
        value: text, remedy: remedy)
    }
  }
}
