import ProvisioningCurl
import Testing

@Suite("libcurl")
struct VersionTests {
  @Test("The library that runs is named") func version() {
    #expect(curlVersion.split(separator: ".").count == 3)
  }
}
