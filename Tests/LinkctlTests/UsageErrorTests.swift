import Testing

@testable import linkctl

@Suite struct UsageErrorTests {
  @Test(
    arguments: [
      ("lnik", "'lnik' is not a linkctl command.", "Did you mean 'link'?", "linkctl"),
      ("link ad", "'ad' is not a linkctl link command.", "Did you mean 'add'?", "linkctl link"),
      (
        "link delete", "'delete' is not a linkctl link command.", "Did you mean 'remove'?",
        "linkctl link"
      ),
      ("zzz", "'zzz' is not a linkctl command.", nil, "linkctl"),
      ("--version", "Unknown option '--version'.", "Did you mean 'version'?", "linkctl"),
      ("link", "'linkctl link' needs a command.", nil, "linkctl link"),
      ("", "'linkctl' needs a command.", nil, "linkctl"),
      (
        "link add k --dryrun", "Unknown option '--dryrun'.", "Did you mean '--dry-run'?",
        "linkctl link add"
      ),
      (
        "link add -dry-run", "Unknown option '-dry-run'.", "Did you mean '--dry-run'?",
        "linkctl link add"
      ),
      ("link add k --password=x", "Unknown option '--password'.", nil, "linkctl link add"),
      ("link add", "Missing KEY and --to ID.", nil, "linkctl link add"),
      ("import", "Missing FILE.", nil, "linkctl import"),
      ("link add a b --to 1", "Unexpected argument 'b'.", nil, "linkctl link add"),
      ("link add k --to 1 --to 2", "Option '--to' is given twice.", nil, "linkctl link add"),
      ("link add k --to", "Option '--to' needs a value: --to ID.", nil, "linkctl link add"),
      (
        "link add k --to --dry-run", "Option '--to' needs a value: --to ID.", nil,
        "linkctl link add"
      ),
      ("link add --dry-run=no", "Option '--dry-run' takes no value.", nil, "linkctl link add"),
      (
        "link list --limit many", "'many' is no value for --limit N: expected a whole number.", nil,
        "linkctl link list"
      ),
      (
        "link list --role techer",
        "'techer' is no value for --role ROLE: expected student, teacher or staff.",
        "Did you mean 'teacher'?", "linkctl link list"
      ),
      (
        "link list acounts", "'acounts' is no value for KIND: expected accounts or links.",
        "Did you mean 'accounts'?", "linkctl link list"
      ),
      (
        "--store hunter2 version",
        "The word given is no value for --store URL: expected scheme:location.", nil, "linkctl"
      ),
    ] as [(String, String, String?, String)])
  func mistakesAreExplained(line: String, problem: String, question: String?, page: String) throws {
    let mistake = try SampleTree.mistake(in: line)
    #expect(mistake.problem == problem)
    #expect(mistake.remedies == [question, "See '\(page) --help'."].compactMap { $0 })
  }

  @Test func aPlugInGetsTheWordsBehindItsName() throws {
    let mistake = try SampleTree.mistake(in: "--quiet report --help -- x")
    #expect(mistake.kind == .unknownCommand(name: "report", following: ["--help", "--", "x"]))
    let help = try SampleTree.mistake(in: "help report")
    #expect(help.kind == .unknownCommand(name: "report", following: ["--help"]))
    let nested = try SampleTree.mistake(in: "link report x")
    #expect(nested.kind == .unknownCommand(name: "report", following: nil))
  }

  @Test func aGroupAloneIsToldApart() throws {
    let mistake = try SampleTree.mistake(in: "link --quiet")
    #expect(mistake.kind == .missingCommand)
    #expect(mistake.path == ["link"])
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("unlnik", ["link", "unlink", "list"], ["unlink"]),
    ("l", ["add", "link", "list"], ["link", "list"]),
    ("LINK", ["add", "link"], ["link"]),
    ("lsit", ["link", "list"], ["list"]),
    ("impotr", ["import", "export"], ["import"]),
    ("ls", ["list"], []),
    ("", ["list"], []),
    ("entirely", ["list", "link"], []),
    ("s", ["sa", "sb", "sc", "sd"], ["sa", "sb", "sc"]),
  ])
  func theLikeliestComeFirst(word: String, candidates: [String], expected: [String]) {
    #expect(Suggestions.candidates(for: word, among: candidates) == expected)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1),
    ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
  ])
  func distancesCountSwapsOnce(first: String, second: String, distance: Int) {
    #expect(Suggestions.distance(first, second) == distance)
  }
}
