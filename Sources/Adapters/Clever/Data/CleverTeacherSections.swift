public import Provisioning
public import ProvisioningHTTP

/// Reads a teacher's sections at Clever in her own name, after she has signed in there.
///
/// ```swift
/// let sync = TeacherSync(provisioner, source: CleverTeacherSections(transport: transport))
/// ```
public struct CleverTeacherSections: TeacherSectionSource {
  private let version: CleverVersion
  private let hosts: CleverHosts
  private let transport: any HTTPTransport

  /// Creates a source that asks in the version in which the teachers have signed in: their IDs are
  /// that version's.
  public init(
    version: CleverVersion = .v31, hosts: CleverHosts = .production, transport: any HTTPTransport
  ) {
    self.version = version
    self.hosts = hosts
    self.transport = transport
  }

  public func sections(
    of key: Identity.Key, sharing: Sharing, token: BearerToken
  ) throws(ProvisioningError) -> any SectionImporter {
    guard key.provider == .clever, let teacher = CleverID(key.subject.rawValue) else {
      throw ProvisioningError(
        .invalid, "Clever cannot be asked for the classes.", reason: "The key is not Clever's.")
    }
    let data = try CleverData(
      token: token.secret, version: version, hosts: hosts, transport: transport)
    return CleverTeacherImporter(data, teacher: teacher, sharing: sharing)
  }
}
