import Provisioning
import ProvisioningClever
import Testing

@Suite("Clever's hosts")
struct HostsTests {
  @Test("A sandbox has all at one address, with or without a slash at its end")
  func sandbox() throws {
    let hosts = try CleverHosts.sandbox(at: "http://127.0.0.1:1/")
    #expect(hosts == (try .sandbox(at: "http://127.0.0.1:1")))
    #expect(hosts.data == "http://127.0.0.1:1")
  }

  @Test(
    "Secrets go over https or to this machine, and to a host alone",
    arguments: [
      "http://clever.com", "http://127.0.0.1.e", "ftp://clever.com", "https://clever.com/path",
      "https://user@clever.com", "clever.com", "", "https://clever.com?x", "https://clever.com#x",
    ])
  func unusable(url: String) {
    let error = #expect(throws: ProvisioningError.self) { try CleverHosts.sandbox(at: url) }
    #expect(error?.code == .invalid)
    #expect(throws: ProvisioningError.self) {
      try CleverHosts(accounts: "https://clever.com", data: url)
    }
  }
}
