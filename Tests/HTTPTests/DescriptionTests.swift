import ProvisioningHTTP
import Testing

@Suite("HTTP values")
struct DescriptionTests {
  @Test("A request's description tells no path, query or header value")
  func requestTellsNoSecret() {
    let request = HTTPRequest(
      .get, "https://api.clever.com/v3.0/me?code=SECRET", headers: [HTTPHeader("A", "SECRET")])
    #expect("\(request)" == "GET https://api.clever.com")
    #expect(!"\(request.headers)".contains("SECRET"))
  }
}
