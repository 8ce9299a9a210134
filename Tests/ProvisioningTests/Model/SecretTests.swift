import Testing

@testable import Provisioning

@Suite("Secrets and their digests")
struct SecretTests {
  @Test(
    "SHA-256 gives the digests of FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000),
        "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
      ),
    ])
  func vectors(text: String, digest: String) {
    #expect(SHA256.hexadecimal(of: text.utf8) == digest)
  }

  @Test("No description of a secret tells it")
  func descriptions() {
    let secret = Secret("canary")
    var dumped = ""
    dump(secret, to: &dumped)
    let token = BearerToken(secret, expires: Timestamp(milliseconds: 0))
    let texts = ["\(secret)", secret.debugDescription, dumped, "\(token)", "\([secret: 1])"]
    for text in texts { #expect(!text.contains("canary")) }
  }

  @Test("Secrets are equal exactly when their bytes are")
  func equality() {
    #expect(Secret("abc") == Secret("abc") && Secret("abc") != Secret("abd"))
    #expect(Secret("abc") != Secret("abcd") && Secret("é") != Secret("e\u{301}"))
  }

  @Test("A browser's key is 16 to 128 bytes of a cookie's safe alphabet")
  func browserKeys() {
    #expect(BrowserKey("abcdefghijklmnop") != nil && BrowserKey("abcdefghijklmno") == nil)
    #expect(BrowserKey(String(repeating: "a", count: 129)) == nil)
    #expect(BrowserKey("abcdefghijklmno;") == nil && BrowserKey("abcdefghijklmno.") == nil)
  }
}
