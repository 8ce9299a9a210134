import Provisioning
import ProvisioningHTTP

extension CleverData {
  /// The IDs of the districts that the token may read: one, of a district's token.
  func districtIDs() async throws(ProvisioningError) -> [CleverID] {
    try await districts.all().compactMap { try? $0.get().id }
  }
}
