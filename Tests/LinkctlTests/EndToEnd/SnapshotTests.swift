import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// The help pages and the errors of everyday as text that a reviewer can read, in `Snapshots`.
///
/// After a change that is meant, write them anew and look at the difference:
///
///     LINKCTL_RECORD_SNAPSHOTS=1 swift test --filter SnapshotTests; git diff
@Suite struct SnapshotTests {
  let place = Workplace()
  /// The paths of all commands that help pages list.
  static let paths: [[String]] = {
    func below(_ command: Command<Tool>, _ path: [String]) -> [[String]] {
      [path] + command.listedSubcommands.flatMap { below($0, path + [$0.name]) }
    }
    return below(CommandTree<Tool>.linkctl.root, [])
  }()

  @Test(arguments: paths) func helpPage(path: [String]) async throws {
    let page = await place.run(["help"] + path)
    #expect(page.code == 0)
    #expect(page.errors == "")
    let name = (["help"] + path).joined(separator: "-")
    try Snapshot.expect(page.output, isIn: name)
    #expect(await place.run(path + ["--help"]).output == page.output)
    #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("{") })
  }

  @Test func everyHelpPageHasItsSnapshotAndNoOther() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Snapshot.folder.path)
    let pages = Set(files.filter { $0.hasPrefix("help") })
    #expect(pages == Set(Self.paths.map { (["help"] + $0).joined(separator: "-") + ".txt" }))
  }

  @Test(arguments: [
    ("no-store", "store status"), ("no-command", ""), ("no-subcommand", "store"),
    ("typo-command", "stor status"), ("typo-subcommand", "store stats"),
    ("typo-option", "store status --formt json"), ("missing-argument", "merge"),
    ("missing-option", "merge a1"), ("unexpected-argument", "store status now"),
    ("unknown-format", "store status --format yaml"),
    ("unknown-role", "sign-in --provider a --subject b --role pupil"),
    ("missing-role", "sign-in --provider a --subject b"),
    ("missing-source", "import clever-csv --provider a"),
    ("no-folder", "import clever-csv nowhere --provider lakeside"),
    ("bad-limit", "import clever-csv x --provider a --limit-removals many"),
    ("ticket-without-answer", "sign-in --ticket t"),
    ("identity-beside-options", "sign-in --identity - --role student"),
    ("keep-and-revert", "undo e1 --keep-later --revert-later"),
    ("unknown-scheme", "--store mongodb:x store status"),
    ("no-configuration", "--config nowhere.json store status"),
  ])
  func errorWithoutAStore(name: String, line: String) async throws {
    let ending = await place.run(
      line.split(separator: " ").map(String.init),
      store: line.hasPrefix("--store") ? nil : "sqlite:store.db")
    #expect(ending.code != 0)
    #expect(ending.output == "")
    let errors = ending.errors.replacing(place.folder, with: "FOLDER")
    try Snapshot.expect(errors, isIn: "error-" + name)
  }

  @Test(arguments: [
    ("unknown-account", "account show a1nobody"), ("unknown-section", "section show a:b"),
    ("unknown-entry", "undo e1nothing"), ("unknown-ticket", "sign-in --ticket t --answer new"),
    ("unconfirmed", "link remove lakeside:student/100000000"),
    ("unknown-link", "link remove a:b --yes"),
    ("copy-into-full-folder", "store copy --state-only --to files:."),
    ("copy-to-other-scheme", "store copy --state-only --to sqlite:x"),
    ("copy-over-a-store", "store copy --to sqlite:store.db"),
    ("copy-to-no-folder", "store copy --to sqlite:nowhere/copy.db"),
  ])
  func errorWithAStore(name: String, line: String) async throws {
    try await place.importFixture()
    let ending = await place.run(line)
    #expect(ending.code != 0)
    try Snapshot.expect(ending.errors, isIn: "error-" + name)
  }

  @Test func errorsOfMerges() async throws {
    var names: [(String, String)] = []
    for (name, role) in [("ONE", "student"), ("TWO", "student"), ("STAFF", "staff")] {
      let ending = await place.run(
        "sign-in --provider a --subject \(name) --role \(role) --format json")
      var answer = try StrictJSON.document(ending.output.dropLast())
      if let ticket = answer["ticket"].string {
        answer = try await place.answer("sign-in --ticket \(ticket) --answer new")
      }
      names.append((try #require(answer["account"].string), name))
    }
    let pairs = [("roles", 2, 0), ("itself", 0, 0)]
    for (what, source, target) in pairs {
      let ending = await place.run("merge \(names[source].0) --into \(names[target].0) --yes")
      #expect(ending.code == 1)
      try Snapshot.expect(ending.errors.replacing(names), isIn: "error-merge-" + what)
    }
    let plan = await place.run("merge \(names[0].0) --into \(names[1].0)")
    #expect(plan.code == 64)
    try Snapshot.expect(plan.errors.replacing(names), isIn: "error-merge-unconfirmed")
    let merge = try await place.answer("merge \(names[0].0) --into \(names[1].0) --yes")
    let again = await place.run("merge \(names[0].0) --into \(names[1].0) --yes")
    try Snapshot.expect(again.errors.replacing(names), isIn: "error-merge-again")
    let entry = try #require(merge["entry"].string)
    let undo = try await place.answer("undo \(entry)")
    names += [(entry, "ENTRY"), (try #require(undo["entry"].string), "LATER")]
    let twice = await place.run("undo \(entry)")
    try Snapshot.expect(twice.errors.replacing(names), isIn: "error-undo-again")
  }

  @Test func errorOfADamagedFile() async throws {
    var district = DistrictFiles.shipped
    district.files["students"]?.append("0001,7,,,\"Fenwick,,Nilo")
    try district.write(to: "cut", in: place)
    let ending = await place.run("import clever-csv cut --provider lakeside --quiet")
    #expect(ending.code == 1)
    try Snapshot.expect(ending.errors, isIn: "error-cut-file")
  }
}

extension String {
  /// The text with names in place of what differs from run to run.
  func replacing(_ names: [(String, String)]) -> String {
    names.reduce(self) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
