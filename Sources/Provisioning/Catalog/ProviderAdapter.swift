/// A provider that is asked over the network.
public struct ProviderAdapter: Sendable {
  /// The name that its identities' keys bear.
  public let name: ProviderName
  /// The versions of its API that are spoken here, in the words of a configuration.
  public let versions: [String]
  /// What holds where a configuration says nothing.
  public let defaults: ProviderSettings
  /// Finds out whether settings are fit, and go with the gate. What is wrong with them, or with the
  /// provider, is a finding; throws `cancelled` alone.
  public let diagnose:
    @Sendable (
      ProviderSettings, RoleGate, DiagnosisReach
    ) async throws(ProvisioningError) -> [Finding]
  /// Opens a listing. Throws `needsDecision` where several districts could be meant, `notFound` where
  /// none could, and as importers do.
  public let list:
    @Sendable (
      ProviderSettings, ProviderListing
    ) async throws(ProvisioningError) -> OpenedListing
  /// Tries an integration on what the provider certifies. What is wrong is a finding; throws
  /// `cancelled` alone.
  public let certify:
    @Sendable (
      ProviderSettings, CertificationPlan
    ) async throws(ProvisioningError) -> [Finding]

  /// Creates an adapter.
  public init(
    name: ProviderName, versions: [String], defaults: ProviderSettings,
    diagnose:
      @escaping @Sendable (
        ProviderSettings, RoleGate, DiagnosisReach
      ) async throws(ProvisioningError) -> [Finding],
    list:
      @escaping @Sendable (
        ProviderSettings, ProviderListing
      ) async throws(ProvisioningError) -> OpenedListing,
    certify:
      @escaping @Sendable (
        ProviderSettings, CertificationPlan
      ) async throws(ProvisioningError) -> [Finding]
  ) {
    self.name = name
    self.versions = versions
    self.defaults = defaults
    self.diagnose = diagnose
    self.list = list
    self.certify = certify
  }
}

/// What an app has agreed on with a provider.
public struct ProviderSettings: Hashable, Sendable {
  /// The app's name at the provider.
  public var clientID: String?
  /// What the app proves itself with.
  public var clientSecret: Secret?
  /// Where the provider sends people back to, as registered, the primary one first.
  public var redirectURIs: [RedirectURI] = []
  /// The version of the API.
  public var version: String
  /// Where people sign in and tokens are given, without a slash at the end.
  public var accounts: String
  /// Where the data is, without a slash at the end.
  public var data: String
  /// What lets the app read a district's data.
  public var districtToken: Secret?
  /// What lets the app read as one person who signed in.
  public var userToken: Secret?

  /// Creates settings that name no app.
  public init(version: String, accounts: String, data: String) {
    self.version = version
    self.accounts = accounts
    self.data = data
  }
}

/// How far a diagnosis goes.
public enum DiagnosisReach: Hashable, Sendable {
  /// It looks at what is here, and sends nothing.
  case local
  /// It asks the provider too.
  case network
}
