public import Provisioning
public import ProvisioningHTTP

/// Tries an integration on what Clever asks of one before it certifies it.
///
/// People and classes come from Clever, by the settings, into a store in memory: nothing is kept, and
/// the app's own store is not touched. An app's pages are tried where the app's address is given. What
/// was not looked at is skipped, and says what to do by hand.
public struct CleverCertification: Sendable {
  let settings: ProviderSettings
  let plan: CertificationPlan
  let transport: any HTTPTransport
  let environment: Provisioning.Environment

  /// Creates a certification. The transport must hold the limits of its requests.
  public init(
    _ settings: ProviderSettings, _ plan: CertificationPlan, transport: any HTTPTransport,
    environment: Provisioning.Environment
  ) {
    self.settings = settings
    self.plan = plan
    self.transport = transport
    self.environment = environment
  }

  /// What there is to say, in an order that is always the same. Throws `cancelled` alone.
  public func findings() async throws(ProvisioningError) -> [Finding] {
    let pages = try await AppTrial(self).findings()
    do throws(ProvisioningError) {
      return pages + (try await RosterTrial(self).findings())
    } catch {
      if error.code == .cancelled { throw error }
      return pages + [Finding("roster", error)]
        + RosterTrial.checks.map {
          Finding($0, .skipped, "Without a listing there is nobody to look at.")
        }
    }
  }
}
