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
    (["link", "list", ""], ["accounts", "links"]),
    (["link", "list", "accounts", ""], []),
    (["link", "add", "--", "--"], []),
    (["help", "link", ""], ["add", "list", "remove"]),
    (["help", "v"], ["version"]),
    (["help", "link", "list", ""], []),
    (["nothing", ""], []),
  ])
  func offersWhatMayComeNext(words: [String], expected: [String]) {
    #expect(SampleTree.tree.completions(for: words).map(\.word) == expected)
  }

  @Test func candidatesCarryTheirHelp() {
    #expect(
      SampleTree.tree.completions(for: ["link", "a"]) == [
        CompletionCandidate(word: "add", help: "Attach an identity to an account.")
      ])
  }
}
