import Provisioning

/// What lets an app in at a provider: from the environment, else from files that the configuration
/// names.
struct ProviderSecrets {
  /// Where a secret came from, or why there is none.
  enum Source {
    case environment(Secret)
    case file(Secret)
    case missing
    case unusable(ProvisioningError)
  }

  /// The app's secret.
  let clientSecret: Source
  /// A district's token.
  let districtToken: Source
  /// The token of somebody who signed in; from the environment alone, for it lasts a day.
  let userToken: Source

  /// Finds the secrets of the provider `name`. `environment` looks up a variable.
  init(
    of name: ProviderName, _ configuration: ProviderConfiguration,
    environment: (String) -> String? = environmentVariable(named:)
  ) {
    func find(_ variable: String, _ what: String, _ file: String?) -> Source {
      let variable = Self.variable(variable, of: name)
      if let text = environment(variable), !text.isEmpty { return .environment(Secret(text)) }
      guard let file else { return .missing }
      do throws(ProvisioningError) {
        return .file(try SecretFile(what, at: file).secret)
      } catch {
        return .unusable(error)
      }
    }
    clientSecret = find("CLIENT_SECRET", "client secret", configuration.secretFile)
    districtToken = find("DISTRICT_TOKEN", "district token", configuration.districtTokenFile)
    userToken = find("TOKEN", "token", nil)
  }

  /// The name of an environment variable: `CLEVER_TOKEN`.
  private static func variable(_ suffix: String, of name: ProviderName) -> String {
    let prefix = name.rawValue.uppercased().map { $0 == "-" ? "_" : $0 }
    return "\(String(prefix))_\(suffix)"
  }
}

extension ProviderSecrets.Source {
  /// The secret, if there is one that can be used.
  var secret: Secret? {
    switch self {
    case .environment(let secret), .file(let secret): secret
    case .missing, .unusable: nil
    }
  }

  /// Why what is there cannot be used.
  var error: ProvisioningError? {
    if case .unusable(let error) = self { error } else { nil }
  }
}

extension ProviderSettings {
  /// The settings with their secrets.
  func with(_ secrets: ProviderSecrets) -> ProviderSettings {
    var settings = self
    settings.clientSecret = secrets.clientSecret.secret
    settings.districtToken = secrets.districtToken.secret
    settings.userToken = secrets.userToken.secret
    return settings
  }
}
