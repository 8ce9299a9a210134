import ProvisioningClever
import Testing

@Suite("Clever's hosts")
struct HostsTests {
  @Test("A sandbox has all at one address, with or without a slash at its end")
  func sandbox() {
    #expect(CleverHosts.sandbox(at: "http://127.0.0.1:1/") == .sandbox(at: "http://127.0.0.1:1"))
  }
}
