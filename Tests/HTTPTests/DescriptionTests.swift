import ProvisioningHTTP
import Testing

@Suite("HTTP values")
struct DescriptionTests {
  @Test("A request's description tells no path, query or header value")
  func requestTellsNoSecret() {
    let request = HTTPRequest(
      .get, "https://api.clever.com/v3.0/me?code=SECRET", headers: [HTTPHeader("A", "SECRET")])
    #expect("\(request)" == "GET https://api.clever.com:443")
    #expect(!"\(request.headers)".contains("SECRET"))
  }
  @Test(
    "The description of a request to no plain address tells nothing of it",
    arguments: [
      "https://api.clever.com?token=SECRET", "https://user:SECRET@api.clever.com/", "SECRET",
      "https://api.clever.com#SECRET",
    ])
  func oddAddressTellsNoSecret(url: String) {
    #expect(!"\(HTTPRequest(.get, url))".contains("SECRET"))
  }
}
