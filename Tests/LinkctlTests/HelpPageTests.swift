import Testing

@testable import linkctl

@Suite struct HelpPageTests {
  @Test func theToolListsCommandsByPurpose() {
    #expect(
      SampleTree.tree.helpPage(for: []) == """
        Usage: linkctl [OPTION…] COMMAND …

        Links identities to accounts.

        Rosters:
          import           Bring a roster in.
          sample           Write a district to try things on.

        People:
          link             Work with links.

        Commands:
          version          Print the version.

        Global options:
          --store URL      The store to work on.
          --format FORMAT  How to print. (text or json; default: text)
          --quiet          Show no progress.
          -h, --help       Show this page.

        See 'linkctl help COMMAND' for the page of a command.

        """)
  }

  @Test func aCommandExplainsItself() {
    #expect(
      SampleTree.tree.helpPage(for: ["link", "add"], width: 60) == """
        Usage: linkctl link add KEY --to ID [OPTION…]

        Attach an identity to an account.

        An identity belongs to one account at most. Attaching one
        that is attached elsewhere fails; move it instead.

        Examples:
          linkctl link add clever:5f --to 41

        Arguments:
          KEY              The identity, as provider:subject.

        Options:
          --to ID          The account. (required)
          --dry-run        Show what would change and change
                           nothing.

        Global options:
          --store URL      The store to work on.
          --format FORMAT  How to print. (text or json; default:
                           text)
          --quiet          Show no progress.
          -h, --help       Show this page.

        """)
  }

  @Test(arguments: [
    (["import"], "linkctl import FILE… [OPTION…]"),
    (["link"], "linkctl link [OPTION…] COMMAND …"),
    (["link", "list"], "linkctl link list [KIND] [OPTION…]"),
    (["__complete"], "linkctl __complete [WORD…] [OPTION…]"),
  ])
  func usageShowsWhatIsOptional(path: [String], usage: String) {
    #expect(SampleTree.tree.usageLine(for: path) == usage)
  }

  @Test func everyPageFitsItsWidth() {
    for path in [[]] + SampleTree.tree.listedPaths {
      for width in [40, 60, 80, 200] {
        let lines = SampleTree.tree.helpPage(for: path, width: width).split(separator: "\n")
        let tooLong = lines.filter { $0.count > width && !$0.contains("COMMAND") }
        #expect(tooLong.isEmpty, "\(path) at \(width)")
      }
    }
  }

  @Test func aLongTermHasALineToItself() {
    let rows = [(term: "--a-very-long-option VALUE", meaning: "What it does."), ("-x", "Short.")]
    #expect(
      TextWrapping.definitions(rows, width: 80, column: 10) == [
        "  --a-very-long-option VALUE", "          What it does.", "  -x      Short.",
      ])
  }
}

@Suite struct CommandTreeTests {
  @Test func theSampleTreeIsSound() {
    #expect(SampleTree.tree.problems.isEmpty)
  }

  @Test func hiddenCommandsAreNotListed() {
    #expect(
      SampleTree.tree.listedPaths.map { $0.joined(separator: " ") } == [
        "import", "link", "link add", "link list", "link remove", "sample", "version",
      ])
  }

  @Test func mistakesInATreeAreFound() {
    let word = Argument<String>("WORD", "A word.")
    let other = Argument<String>("OTHER", "Another.")
    let leaf = Command<Void>(
      "leaf", "A leaf.", parameters: [word.optional(), other, Flag("help", "No."), Flag("--x", "")]
    ) { _, _ in .done }
    let tree = CommandTree<Void>(
      "tool", "A tool.", commands: [leaf, leaf, Command("group", "Empty.", subcommands: [])])
    let problems = Set(tree.problems)
    #expect(problems.contains("tool: there are two commands 'leaf'"))
    #expect(problems.contains("tool leaf: --help is declared twice"))
    #expect(problems.contains("tool leaf: OTHER can never be reached"))
    #expect(problems.contains("tool leaf: ----x is declared with its dashes"))
    #expect(problems.contains("tool group: an empty group"))
  }
}
