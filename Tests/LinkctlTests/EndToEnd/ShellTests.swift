import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// The completion of words, as a person meets it: in the shells themselves.
@Suite(.timeLimit(.minutes(15))) struct ShellTests {
  let place = Workplace()

  /// What is typed before the Tab, and what the line then begins with.
  static let lines: [(typed: String, completed: String)] = [
    ("linkctl sto", "linkctl store"),
    ("linkctl store stat", "linkctl store status"),
    ("linkctl help store stat", "linkctl help store status"),
    ("linkctl --format js", "linkctl --format json"),
    ("linkctl --format=js", "linkctl --format=json"),
    ("linkctl --store a:b store ver", "linkctl --store a:b store verify"),
    ("linkctl sign-in --email 'a b' --sis", "linkctl sign-in --email 'a b' --sis-id"),
    ("linkctl sign-in --email \"it's\" --sis", "linkctl sign-in --email \"it's\" --sis-id"),
    ("linkctl sign-in --email a\\ b --sis", "linkctl sign-in --email a\\ b --sis-id"),
    ("linkctl 'sto", "linkctl 'store"),
    ("linkctl --config lin", "linkctl --config link\\ file.json"),
    ("linkctl --config=lin", "linkctl --config=link\\ file.json"),
    ("linkctl --store sqlite:dis", "linkctl --store sqlite:district.db"),
    ("linkctl --store=sqlite:dis", "linkctl --store=sqlite:district.db"),
    ("linkctl --sto", "linkctl --store"),
    ("linkctl import clever-csv exports.c", "linkctl import clever-csv exports.csv"),
    ("linkctl store copy --to files:ex", "linkctl store copy --to files:exports\\ of\\ May/"),
    ("linkctl rep", "linkctl report"),
  ]

  /// A folder with a file, a folder, a store and a plug-in to complete; and where the tool lies.
  private func prepare() throws -> [String: String] {
    for name in ["link file.json", "district.db", "exports.csv", "bin/linkctl-report"] {
      try FileManager.default.createDirectory(
        atPath: place.path("bin"), withIntermediateDirectories: true)
      try place.write("", to: name)
    }
    chmod(place.path("bin/linkctl-report"), 0o755)
    try FileManager.default.createDirectory(
      atPath: place.path("exports of May"), withIntermediateDirectories: true)
    let tool = URL(filePath: Workplace.tool).deletingLastPathComponent().path
    return ["PATH": "\(tool):\(place.path("bin")):/usr/bin:/bin", "TERM": "dumb"]
  }

  /// Does what the help page says for a shell, in a home of its own.
  private func install(_ shell: String, _ variables: [String: String]) async throws {
    let page = await place.run("completions --help").output
    let parts = page.components(separatedBy: "In \(shell)")
    try #require(parts.count == 2, "the page tells how")
    // The lines that are indented, up to the next shell's. The first of bash's is for now only.
    let commands = parts[1].components(separatedBy: "\nIn ")[0].components(separatedBy: "\n")
      .filter { $0.hasPrefix("  ") && !$0.contains("  source ") && !$0.contains("SHELL  ") }
      .prefix { !$0.contains("--store URL") }
    #expect(commands.count >= 1, "the page tells how")
    let child = ChildProcess(
      "/bin/sh", ["-ec", commands.joined(separator: "\n")], in: place.folder,
      variables: variables.merging(["HOME": place.folder]) { $1 }, input: "/dev/null",
      output: .collected, logs: place.path(".install"))
    let ending = await child.ending()
    #expect(ending.code == 0, "\(ending.errors)")
  }

  private func expectCompletion(in terminal: Terminal) async throws {
    terminal.type("echo re''ady\n")
    try await terminal.wait(for: "ready")
    for (typed, completed) in Self.lines {
      terminal.type(typed + "\t")
      try await terminal.wait(for: completed)
      terminal.type("\u{15}")  // Ctrl-U: the line goes.
    }
  }

  @Test(.enabled(if: isInstalled("bash"), "there is no bash"))
  func bashCompletes() async throws {
    let variables = try prepare()
    try await install("bash", variables)
    let terminal = Terminal("/bin/bash", ["-i"], in: place.folder, variables: variables)
    try await expectCompletion(in: terminal)
    await terminal.close()
  }

  @Test(.enabled(if: isInstalled("zsh"), "there is no zsh: install it, as scripts/setup does"))
  func zshCompletes() async throws {
    let variables = try prepare()
    try await install("zsh", variables)
    let terminal = Terminal("/usr/bin/zsh", ["-i"], in: place.folder, variables: variables)
    try await expectCompletion(in: terminal)
    terminal.type("linkctl store \t")
    try await terminal.wait(for: "-- Check that every rule holds.")
    await terminal.close()
  }

  @Test(.enabled(if: isInstalled("fish"), "there is no fish: install it, as scripts/setup does"))
  func fishCompletes() async throws {
    let variables = try prepare()
    try await install("fish", variables)
    for (typed, completed) in Self.lines {
      // fish answers with words, not with a line: the last one, without its quotes.
      let word = completed.split(separator: " ").last.map(String.init) ?? ""
      let plain = completed.contains("\\") ? completed.replacing("\\ ", with: " ") : completed
      let answer = try await fish("complete -C \(quoted(typed))", variables)
      let words = answer.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
      #expect(
        words.contains { plain.hasSuffix($0) && $0.count >= word.count - 2 },
        "\(typed): \(answer)")
    }
    #expect(
      try await fish("complete -C 'linkctl store v'", variables)
        == "verify\tCheck that every rule holds.\n")
  }

  /// What fish prints for a script, with the configuration in the test's home.
  private func fish(_ script: String, _ variables: [String: String]) async throws -> String {
    let child = ChildProcess(
      "/usr/bin/fish", ["-c", script], in: place.folder,
      variables: variables.merging(["HOME": place.folder]) { $1 }, input: "/dev/null",
      output: .collected, logs: place.path(".fish"))
    return await child.ending().output
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// Completion runs at every Tab, unasked: it opens no store, and so names nobody.
  @Test func completionOpensNoStore() async throws {
    try place.write("no database", to: "store.db")
    for words in [["account", "show", ""], ["merge", ""], ["link", "add", ""], ["undo", ""]] {
      let ending = await place.run(["__complete", "--"] + words)
      #expect(ending.code == 0)
      #expect(ending.output == "" && ending.errors == "")
    }
  }
}

/// Whether a program is where Debian puts it.
func isInstalled(_ program: String) -> Bool { access("/usr/bin/\(program)", X_OK) == 0 }
