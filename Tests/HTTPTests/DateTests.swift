import Testing

@testable import ProvisioningHTTP

@Suite("Dates in header fields")
struct DateTests {
  @Test(
    "A date is its Unix seconds",
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
      ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
      ("Fri, 31 Dec 2100 12:00:00 GMT", 4_133_937_600),
    ])
  func dates(text: String, seconds: Int) { #expect(unixSeconds(httpDate: text) == seconds) }

  @Test(
    "Any other text is none",
    arguments: [
      "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:3७ GMT", "Sun, 06 Nov 1994 08:49:-7 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1900 08:49:37 GMT",
    ])
  func others(text: String) { #expect(unixSeconds(httpDate: text) == nil) }
}
