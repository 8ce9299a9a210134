import Provisioning
import ProvisioningTesting
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test(
    "an identifier is 1 to 255 bytes of visible ASCII",
    arguments: [
      ("", false), ("a", true), ("!", true), ("~", true), (" ", false), ("a b", false),
      ("a\u{0}b", false), ("\u{0}", false), ("a\n", false), ("\t", false), ("\u{7F}", false),
      ("\u{E9}", false), ("e\u{301}", false), ("\u{FF41}", false), ("\u{200B}a", false),
      (String(repeating: "x", count: 255), true), (String(repeating: "x", count: 256), false),
      (String(repeating: "\u{E9}", count: 127), false),
    ])
  func allowed(text: String, isAllowed: Bool) {
    #expect((Account.ID(text) != nil) == isAllowed)
  }

  @Test("identifiers are compared byte by byte")
  func bytes() throws {
    let names = ["!", "-", "10", "2", "A", "Z", "_", "a", "a!", "aa", "~"]
    let ids = try names.map { try #require(Account.ID($0)) }
    #expect(ids.shuffled().sorted().map(\.rawValue) == names)
    #expect(Account.ID("a") != Account.ID("A"))
  }

  @Test(
    "a provider's name is 1 to 64 bytes of a-z, 0-9 and hyphens",
    arguments: [
      ("clever", true), ("0", true), ("-", true), ("", false), ("Clever", false), ("a_b", false),
      ("a:b", false), ("\u{E9}", false), (String(repeating: "a", count: 64), true),
      (String(repeating: "a", count: 65), false),
    ])
  func providers(text: String, isAllowed: Bool) {
    #expect((ProviderName(text) != nil) == isAllowed)
  }

  @Test(
    "a key is split at its first colon, and reads back",
    arguments: [
      ("clever:1", "clever", "1"), ("a:b:c", "a", "b:c"), ("a::", "a", ":"),
      ("a:!", "a", "!"),
    ])
  func keys(text: String, provider: String, subject: String) throws {
    let key = try #require(Identity.Key(text))
    #expect(key.provider.rawValue == provider && key.subject.rawValue == subject)
    #expect(key.description == text)
  }

  @Test(
    "what is no key", arguments: ["", ":", "a:", ":a", "a", "A:b", "a:b c", "a :b", "a:\u{E9}"])
  func noKeys(text: String) {
    #expect(Identity.Key(text) == nil)
  }

  @Test("keys are ordered by provider, then by subject")
  func order() throws {
    let keys = ["ab:z", "ab-c:a", "ab1:a", "b:a"]
    let read = try keys.map { try #require(Identity.Key($0)) }
    #expect(read.reversed().sorted().map(\.description) == keys)
  }
}
