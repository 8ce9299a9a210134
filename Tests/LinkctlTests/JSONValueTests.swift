import Testing

@testable import linkctl

@Suite struct JSONValueTests {
  @Test func documentsAreOneSortedLine() {
    let document: JSONValue = [
      "seconds": 0.5, "run": nil, "entries": 3, "dry_run": true, "account_id": "a",
      "list": [1, []],
      "empty": [:],
    ]
    #expect(
      document.text
        == #"{"account_id":"a","dry_run":true,"empty":{},"entries":3,"list":[1,[]],"run":null,"seconds":0.5}"#
    )
  }

  @Test(arguments: [
    ("plain", #""plain""#),
    ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#),
    ("\r\n", #""\r\n""#),
    ("\u{0}\u{1F}", #""\u0000\u001f""#),
    ("\u{1B}[31m\u{7F}\u{9B}", #""\u001b[31m\u007f\u009b""#),
    ("Zoë 李 👩‍👧", #""Zoë 李 👩‍👧""#),
    ("e\u{301}", "\"e\u{301}\""),
    ("\"\u{301}", "\"\\\"\u{301}\""),
  ])
  func stringsAreEscaped(string: String, expected: String) {
    #expect(Array(JSONValue.string(string).text.utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    (JSONValue.double(1), "1.0"), (.double(-0.25), "-0.25"), (.double(1e300), "1e+300"),
    (.double(.infinity), "null"), (.double(.nan), "null"), (.int(.min), "-9223372036854775808"),
  ])
  func numbersAreWhatJSONAllows(value: JSONValue, expected: String) {
    #expect(value.text == expected)
  }

  @Test func optionalsBecomeNull() {
    #expect(JSONValue(nil as String?) == .null)
    #expect(JSONValue(4 as Int?) == 4)
    #expect(JSONValue(["b", "a"]).text == #"["b","a"]"#)
    let name: JSONValue = "run \(7)"
    #expect(name == .string("run 7"))
  }
}
