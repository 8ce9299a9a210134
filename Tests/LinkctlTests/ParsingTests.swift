import Testing

@testable import linkctl

@Suite struct ParsingTests {
  @Test(arguments: [
    "--store a:b link add clever:1 --to 7",
    "link --store a:b add clever:1 --to 7",
    "link add --store=a:b --to=7 clever:1",
    "link add clever:1 --to 7 --store a:b",
    "link add --to 7 --store a:b -- clever:1",
  ])
  func optionsStandAnywhere(line: String) throws {
    let invocation = try SampleTree.invocation(line)
    #expect(invocation.path == ["link", "add"])
    #expect(invocation.arguments[SampleTree.store] == "a:b")
    #expect(invocation.arguments[SampleTree.key] == "clever:1")
    #expect(invocation.arguments[SampleTree.account] == "7")
    #expect(!invocation.arguments[SampleTree.dryRun])
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let arguments = try SampleTree.invocation("link list").arguments
    #expect(arguments[SampleTree.store] == nil)
    #expect(arguments[SampleTree.format] == .text)
    #expect(arguments[SampleTree.limit] == 25)
    #expect(arguments[SampleTree.role] == [])
    #expect(arguments[SampleTree.kind] == nil)
  }

  @Test func repeatedOptionsKeepTheirOrder() throws {
    let line = "link list links --role staff --role=student --limit 3 --format json"
    let arguments = try SampleTree.invocation(line).arguments
    #expect(arguments[SampleTree.role] == [.staff, .student])
    #expect(arguments[SampleTree.limit] == 3)
    #expect(arguments[SampleTree.format] == .json)
    #expect(arguments[SampleTree.kind] == "links")
  }

  @Test(arguments: [
    ("import a b", ["a", "b"]),
    ("import -", ["-"]),
    ("import a -- --quiet -h --", ["a", "--quiet", "-h", "--"]),
  ])
  func theRestIsTakenWhole(line: String, files: [String]) throws {
    #expect(try SampleTree.invocation(line).arguments[SampleTree.files] == files)
  }

  @Test func valuesAfterAnEqualsSignMayBeAnything() throws {
    let tree = SampleTree.tree
    for value in ["", "--quiet", "a=b", "-h"] {
      guard case .run(let run) = try tree.parse(["link", "add", "k", "--to=\(value)"]) else {
        Issue.record("no invocation for \(value)")
        continue
      }
      #expect(run.arguments[SampleTree.account] == value)
    }
  }

  @Test func aFlagTwiceIsAFlag() throws {
    #expect(try SampleTree.invocation("version --quiet --quiet").arguments[SampleTree.quiet])
  }

  @Test func runningCallsTheCommand() async throws {
    let code = try await SampleTree.invocation("link add k --to 1 --dry-run").run(in: ())
    #expect(code == .problemsFound)
  }

  @Test(arguments: [
    ("--help", []),
    ("help", []),
    ("help link add", ["link", "add"]),
    ("link --help", ["link"]),
    ("--help link add", ["link", "add"]),
    ("link add -h", ["link", "add"]),
    ("link add --bogus --help", ["link", "add"]),
    ("link add --help --bogus", ["link", "add"]),
    ("link add --to --help", ["link", "add"]),
  ])
  func helpIsFound(line: String, path: [String]) throws {
    guard case .help(let found) = try SampleTree.tree.parse(SampleTree.words(line)) else {
      Issue.record("\(line) is no request for help")
      return
    }
    #expect(found == path)
  }

  @Test func sharedOptionsAreFoundInWhatIsNoRequest() {
    let words = SampleTree.words("lnik --quiet --store nothing --format=json -- --format text")
    let arguments = SampleTree.tree.globalArguments(in: words)
    #expect(arguments[SampleTree.format] == .json)
    #expect(arguments[SampleTree.quiet])
    #expect(arguments[SampleTree.store] == nil)
  }
}
