import Provisioning
import Testing

@Suite("Addresses that people are sent to")
struct AddressTests {
  @Test(
    "A return path is a path of this app",
    arguments: ["/ok?x=1#y", "/a", "/~me", "/-", "/classes/7?tab=%2F%2Fe"])
  func returnPaths(text: String) {
    #expect(ReturnPath(text)?.rawValue == text)
  }

  @Test(
    "What a browser could take for another site is no return path",
    arguments: [
      "", "/", "//e", "/\\e", "\\\\e", "https:e", "https:/e", "/%09/e", "/\t/e", "javascript:x",
      "https://app@e", "https://app\\@e", "https://app.e", " https://e", "/．e", "%2f%2fe", "/a b",
      "/a\r\nSet-Cookie: x", "/" + String(repeating: "a", count: 4096),
    ])
  func noReturnPaths(text: String) {
    #expect(ReturnPath(text) == nil)
  }

  @Test(
    "Redirect URIs are https, or http on this machine",
    arguments: [
      "https://app.example/clever/callback", "https://app.example:8443/cb?tenant=1",
      "http://localhost:3000/auth/clever", "http://127.0.0.1/cb", "http://[::1]:8080/cb",
    ])
  func redirectURIs(text: String) throws {
    #expect(try RedirectURI(text).rawValue == text)
  }

  @Test(
    "Other redirect URIs are refused with a reason",
    arguments: [
      ("http://app.example/cb", "http"), ("https://app.example/cb#x", "fragment"),
      ("https:///cb", "host"), ("https://:80/cb", "host"), ("https://user@app.example/", "user"),
      ("ftp://app.example/", "https"), ("app.example/cb", "https"), ("", "https"),
      ("https://app.example/c b", "blank"), ("https://app.example\\@e/", "backslash"),
      ("https://äpp.example/", "ASCII"), ("http://localhost.e/cb", "http"),
      ("http://127.0.0.1.e/", "http"), ("http://localhost:x@e/", "user"),
    ])
  func noRedirectURIs(text: String, word: String) {
    let error = #expect(throws: ProvisioningError.self) { try RedirectURI(text) }
    #expect(error?.code == .invalid && error?.reason?.contains(word) == true)
  }

  @Test("The first redirect URI is the primary one; none at all is refused")
  func primary() throws {
    let uris = try RedirectURIs(["https://a.example/1", "https://a.example/2"])
    #expect(uris.primary.rawValue == "https://a.example/1" && uris.all.count == 2)
    #expect(throws: ProvisioningError.self) { try RedirectURIs([]) }
  }
}
