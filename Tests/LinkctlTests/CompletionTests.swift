import Testing

@testable import linkctl

@Suite struct CompletionTests {
  @Test(arguments: [
    ([], ["import", "link", "sample", "version", "help"]),
    (["l"], ["link"]),
    (["__"], []),
    (["link", ""], ["add", "list", "remove"]),
    (["--store", "a:b", "link", "li"], ["list"]),
    (
      ["link", "add", "k", "--"], ["--to", "--dry-run", "--store", "--format", "--quiet", "--help"]
    ),
    (["link", "add", "-"], ["--to", "--dry-run", "--store", "--format", "--quiet", "--help"]),
    (["link", "add", "--dry-run", "--to=1", "--q", "--d"], []),
    (["link", "add", "--to", "--d"], []),
    (["link", "list", "--role", "staff", "--r"], ["--role"]),
    (["link", "list", "--role", "st"], ["student", "staff"]),
    (["link", "list", "--role=t"], ["--role=teacher"]),
    (["link", "list", "--limit", ""], []),
    (["--format", ""], ["text", "json"]),
    (["sample", "--format", ""], ["clever-csv", "oneroster"]),
    (["--format", "json", "sample", "--f"], ["--format"]),
    (["sample", "--format", "clever-csv", "--f"], []),
    (["link", "list", ""], ["accounts", "links"]),
    (["link", "list", "accounts", ""], []),
    (["link", "add", "--", "--"], []),
    (["help", "link", ""], ["add", "list", "remove"]),
    (["help", "v"], ["version"]),
    (["help", "link", "list", ""], []),
    (["nothing", ""], []),
    (["link", "nothing", ""], []),
  ])
  func offersWhatMayComeNext(words: [String], expected: [String]) {
    #expect(SampleTree.tree.completions(for: words).candidates.map(\.word) == expected)
  }

  @Test func candidatesCarryTheirHelp() {
    #expect(
      SampleTree.tree.completions(for: ["link", "a"]).text
        == "add\tAttach an identity to an account.\n")
  }

  @Test(arguments: [
    (["import", ""], ":files\t\n"),
    (["import", "a", "b"], ":files\t\n"),
    (["import", "--config", "x"], ":files\t\n"),
    (["import", "--config=x"], ":files\t--config=\n"),
    (["import", "--place", ""], "files:\tWhere to.\nmemory:\tWhere to.\n"),
    (["import", "--place", "f"], "files:\tWhere to.\n"),
    (["import", "--place", "files:"], ":folders\tfiles:\n"),
    (["import", "--place", "files:a/b"], ":folders\tfiles:\n"),
    (["import", "--place=files:a"], ":folders\t--place=files:\n"),
    (["import", "--place", "other:"], ""),
    (["help", "import", ""], ""),
  ])
  func theShellIsToldWherePathsStand(words: [String], expected: String) {
    let tree = CommandTree<Void>(
      "tool", "A tool.",
      commands: [
        Command(
          "import", "Import.",
          parameters: [
            Argument<String>("FILE", "The files.", as: .file).rest(),
            Option<String>("config", value: "FILE", "The configuration.", as: .file),
            Option<String>(
              "place", value: "URL", "Where to.",
              as: .location(schemes: ["files", "memory"], .folder)),
          ]
        ) { _, _ in .done }
      ])
    #expect(tree.completions(for: words).text == expected)
  }

  @Test func plugInsAreCommandsOfTheTopAlone() {
    func words(_ words: [String]) -> String {
      SampleTree.tree.completions(for: words, plugIns: ["report", "link"]).text
    }
    #expect(words(["re"]) == "report\tRun linkctl-report.\n")
    #expect(words(["link"]) == "link\tWork with links.\n", "a built-in command wins")
    #expect(words(["report", "x", "--a"]) == ":files\t\n", "only the plug-in knows its words")
    #expect(words(["link", "report", ""]) == "")
    #expect(words(["help", "re"]) == "")
  }
}
