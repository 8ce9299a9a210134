import ProvisioningTesting
import Testing

@testable import linkctl

@Suite struct ManualPageTests {
  @Test func aCommandIsASectionWithItsOptions() {
    let page = SampleTree.tree.manualPage(version: "1.2.3")
    #expect(page.hasPrefix(".TH \"LINKCTL\" \"1\" \"\" \"linkctl 1.2.3\" \"User Commands\"\n"))
    #expect(
      page.contains(
        """
        .SS "linkctl link add KEY \\-\\-to ID [OPTION\\[u2026]]"
        Attach an identity to an account.
        .PP
        An identity belongs to one account at most.
        """))
    #expect(page.contains(".EX\n  linkctl link add clever:5f \\-\\-to 41\n.EE\n"))
    #expect(page.contains(".TP\n.B \"\\-\\-to ID\"\nThe account. (required)\n"))
  }

  @Test func everyListedCommandIsThere() {
    let page = CommandTree<Tool>.linkctl.manualPage(version: "1")
    for path in CommandTree<Tool>.linkctl.listedPaths {
      guard CommandTree<Tool>.linkctl.command(at: path)?.isGroup == false else { continue }
      let words = path.joined(separator: " ").replacing("-", with: "\\-")
      #expect(page.contains(".SS \"linkctl \(words) "), "\(path)")
    }
    #expect(!page.contains("__complete"))
  }

  @Test func textIsNoRequest() {
    let tree = CommandTree<Void>(
      "tool", "A tool.", discussion: ".SH forged\n'quoted' \\n and \"more\"", commands: [])
    let page = tree.manualPage(version: "1")
    #expect(page.contains("\\&.SH forged\n\\&\\(aqquoted\\(aq \\en and \"more\"\n"))
  }

  @Test(.enabled(if: isInstalled("groff"), "there is no groff to read the page with"))
  func groffHasNothingToSay() async throws {
    let place = Workplace()
    try place.write(await place.run("manual").output, to: "linkctl.1")
    let child = ChildProcess(
      "/usr/bin/groff", ["-man", "-ww", "-Tutf8", "linkctl.1"], in: place.folder,
      variables: ["PATH": "/usr/bin:/bin"], input: "/dev/null", output: .collected,
      logs: place.path(".groff"))
    let ending = await child.ending()
    #expect(ending.code == 0 && ending.errors == "")
    #expect(ending.output.contains("Bring school rosters in"))
  }
}
