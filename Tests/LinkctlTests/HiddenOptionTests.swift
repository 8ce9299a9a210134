import Testing

@testable import linkctl

/// A command's own option stands in place of the shared one of the same name, behind the command's
/// name.
@Suite struct HiddenOptionTests {
  @Test(arguments: [
    ("sample --format oneroster", "oneroster" as String?, OutputFormat.text),
    ("--format json sample", nil, .json),
    ("--format json sample --format=clever-csv", "clever-csv", .json),
    ("--format text sample --format oneroster", "oneroster", .text),
  ])
  func thePlaceDecidesWhichIsMeant(line: String, layout: String?, format: OutputFormat) throws {
    let invocation = try SampleTree.invocation(line)
    #expect(invocation.arguments[SampleTree.layout] == layout)
    #expect(invocation.shared[SampleTree.format] == format)
    let words = SampleTree.words(line)
    #expect(SampleTree.tree.globalArguments(in: words)[SampleTree.format] == format)
  }

  @Test(arguments: [
    ("sample --format json", UsageError.Kind.invalidValue),
    ("--format oneroster sample", .invalidValue),
    ("sample --format oneroster --format clever-csv", .repeatedOption),
    ("--format json --format json sample", .repeatedOption),
    ("sample --format", .missingValue),
  ])
  func eachIsCheckedByItsOwnRules(line: String, kind: UsageError.Kind) throws {
    #expect(try SampleTree.mistake(in: line).kind == kind)
  }

  @Test func aMistakeBehindTheCommandIsToldAsText() {
    let words = SampleTree.words("sample --format json")
    #expect(SampleTree.tree.globalArguments(in: words)[SampleTree.format] == .text)
  }

  @Test func helpShowsBothAndWhereTheSharedOneIsMeant() {
    #expect(
      SampleTree.tree.helpPage(for: ["sample"], width: 100) == """
        Usage: linkctl sample [OPTION…]

        Write a district to try things on.

        Options:
          --format LAYOUT  The files' layout. (clever-csv or oneroster)

        Global options:
          --store URL      The store to work on.
          --format FORMAT  How to print. (text or json; default: text) Only before 'sample'.
          --quiet          Show no progress.
          -h, --help       Show this page.

        """)
  }

  @Test func hidingIsSaidAndNeverHappensByItself() {
    let unsaid = Option<String>("format", value: "LAYOUT", "The files' layout.")
    let useless = Option<String>("layout", value: "LAYOUT", "The files' layout.").hidingShared()
    let tree = CommandTree<Void>(
      "linkctl", "Links.", globalParameters: [SampleTree.format],
      commands: [
        Command("fine", "Fine.", parameters: [SampleTree.layout]) { _, _ in .done },
        Command("sample", "Write.", parameters: [unsaid, useless]) { _, _ in .done },
      ])
    #expect(
      tree.problems == [
        "linkctl sample: --format is declared twice",
        "linkctl sample: --layout hides no shared option",
      ])
  }
}
