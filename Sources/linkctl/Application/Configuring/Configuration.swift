import FoundationEssentials
import Provisioning

/// What the configuration file says. A missing key is its default.
struct Configuration: Sendable {
  var store: String?
  var gate = RoleGate.open
  var signIn: [Role: SignInPolicy.Newcomer] = [:]
  var sections = "first"
  var feeds: [String: String] = [:]
  var removals = RemovalLimit.standard
  var providers: [ProviderName: ProviderConfiguration] = [:]
  /// The file that was read; `nil` if there is none.
  var file: String?
  /// The keys that the file gives, such as `gate` and `gate.roles`.
  var given: Set<String> = []

  /// The district whose feed `name` is: as configured, else the feed's own name.
  func district(of feed: ProviderName) -> String { feeds[feed.rawValue] ?? feed.rawValue }

  /// Reads the file at `path`, or `./linkctl.json` if there is one. Each of `providers` has a key of
  /// its name.
  static func load(
    _ path: String?, providers: [ProviderName: ProviderAdapter]
  ) throws(ProvisioningError) -> Configuration {
    let file = path ?? "linkctl.json"
    guard let text = FileManager.default.contents(atPath: file) else {
      // A file that is there and cannot be read must not open the gate.
      let isThere = FileManager.default.fileExists(atPath: file)
      guard path != nil || isThere else { return Configuration() }
      throw ProvisioningError(
        .notFound, "The configuration \(file) cannot be read.",
        reason: isThere ? "It is no file, or may not be read." : "There is no such file.",
        remedy: "Check --config and $LINKCTL_CONFIG.")
    }
    let document = ConfigurationDocument(file: file, text: text)
    return try ConfigurationReader(document: document, providers: providers).configuration()
  }
}
