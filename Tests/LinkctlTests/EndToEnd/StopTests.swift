import ProvisioningTesting
import CSQLite
import Glibc
import Testing

@testable import linkctl

/// Ctrl-C and its like, wherever a command may be waiting: it ends with 130 and says what is true.
@Suite(.timeLimit(.minutes(15))) struct StopTests {
  let place = Workplace()

  private static let signals: [(number: Int32, name: String)] = [
    (SIGINT, "Ctrl-C"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP"),
  ]

  private func expectStopped(
    _ child: ChildProcess, _ name: String = "Ctrl-C", saying reason: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let ending = await child.ending()
    #expect(ending.code == 130, sourceLocation: sourceLocation)
    let parts = ["error: Stopped by \(name)."] + (reason.map { ["reason: \($0)"] } ?? [])
    #expect(
      ending.errors.contains("\n" + parts.joined(separator: "\n") + "\n"), "\(ending.errors)",
      sourceLocation: sourceLocation)
    if reason == nil { #expect(!ending.errors.contains("reason:"), sourceLocation: sourceLocation) }
  }

  /// Sleeps until the process is in the midst of it.
  private func settle() async throws { try await Task.sleep(for: .milliseconds(500)) }

  @Test(arguments: signals)
  func whileStandardInputIsAwaited(number: Int32, name: String) async throws {
    mkfifo(place.path("input"), 0o600)
    // Both ends are held open, so that nothing arrives and nothing ends.
    let input = open(place.path("input"), O_RDWR)
    defer { close(input) }
    let child = place.start(
      ["sign-in", "--identity", "-"], input: place.path("input"))
    try await settle()
    child.signal(number)
    await expectStopped(
      child, name, saying: "What was committed stays; what was not is not there.")
  }

  @Test func whileTheReaderOfTheAnswerIsSlow() async throws {
    try DistrictFiles.made(students: 1500).write(to: "district", in: place)
    try await place.answer("import clever-csv district --provider lakeside")
    for command in [
      ["account", "list"], ["link", "list"], ["account", "list", "--format", "json"],
    ] {
      let pipe = Pipe()
      defer { pipe.close() }
      let child = place.start(command, output: .open(pipe.writer))
      try await settle()
      child.signal(SIGINT)
      let ending = await child.ending()
      #expect(ending.code == 130, "\(command)")
      #expect(ending.errors.contains("Stopped by Ctrl-C."))
      #expect(!ending.errors.contains("committed"), "a reading command commits nothing")
    }
  }

  @Test func whileAnotherProgramWrites() async throws {
    try await place.importFixture()
    var database: OpaquePointer?
    #expect(sqlite3_open(place.path("store.db"), &database) == SQLITE_OK)
    defer { sqlite3_close(database) }
    #expect(sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    let child = place.start(["link", "remove", "lakeside:student/100000000", "--yes"])
    try await settle()
    child.signal(SIGINT)
    await expectStopped(child, saying: "What was committed stays; what was not is not there.")
    #expect(sqlite3_exec(database, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
  }

  @Test func whileAnotherLinkctlWrites() async throws {
    try await place.importFixture()
    let lock = open(place.path("store.db-lock"), O_RDWR)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    let child = place.start(["store", "status"])
    try await settle()
    child.signal(SIGTERM)
    await expectStopped(child, "SIGTERM")
  }

  @Test func aQuestionIsAnsweredByCtrlCWithNothingDone() async throws {
    try await place.importFixture()
    let before = try await place.state()
    let terminal = Terminal(
      Workplace.tool,
      ["--store", "sqlite:store.db", "link", "remove", "lakeside:student/100000000"],
      in: place.folder, variables: ["NO_COLOR": "1"])
    try await terminal.wait(for: "[y/N] ")
    terminal.type("\u{3}")
    #expect(await terminal.ending() == 130)
    #expect(
      terminal.text.hasSuffix(
        "[y/N] ^C\r\nstopping; once more ends at once\r\n"
          + "error: Stopped by Ctrl-C.\r\nreason: Nothing was changed.\r\n"), "\(terminal.text)")
    #expect(try await place.state() == before)
  }

  @Test func theBarGoesBeforeAnythingElseIsSaid() async throws {
    try DistrictFiles.made(students: 6000).write(to: "district", in: place)
    let terminal = try await interruptedImport()
    #expect(terminal.text.contains("\r\u{1B}[Kstopping; once more ends at once\r\n"))
    #expect(
      terminal.text.hasSuffix(
        "error: Stopped by Ctrl-C.\r\n"
          + "reason: What was committed stays; what was not is not there.\r\n"
          + "remedy: The same command goes on where this one stood.\r\n"), "\(terminal.text)")
    let lines = terminal.text.split(whereSeparator: \.isNewline)
    #expect(lines.filter { $0.contains("error:") } == ["error: Stopped by Ctrl-C."])
  }

  /// An import that Ctrl-C stopped. A busy machine may let it end before the key arrives: then
  /// another one is begun, in a store of its own.
  private func interruptedImport() async throws -> Terminal {
    for attempt in 1...10 {
      let terminal = Terminal(
        Workplace.tool,
        ["--store", "sqlite:\(attempt).db", "import", "clever-csv", "district"]
          + ["--provider", "lakeside"], in: place.folder, variables: ["NO_COLOR": "1"])
      try await terminal.wait(for: "Importing")
      terminal.type("\u{3}")
      let code = await terminal.ending()
      if code == 130 { return terminal }
      try #require(code == 0, "\(terminal.text)")
    }
    throw Unstoppable()
  }

  private struct Unstoppable: Error {}

  /// `nohup` means that the end of the terminal is of no concern.
  @Test func aHangupThatWasIgnoredStaysSo() async throws {
    mkfifo(place.path("input"), 0o600)
    let input = open(place.path("input"), O_RDWR)
    defer { close(input) }
    let child = ChildProcess(
      "/bin/sh",
      ["-c", "trap '' HUP; exec \(Workplace.tool) --store sqlite:s.db sign-in --identity -"],
      in: place.folder, variables: ["PATH": "/usr/bin:/bin"], input: place.path("input"),
      output: .collected, logs: place.path(".nohup"))
    try await settle()
    child.signal(SIGHUP)
    try await settle()
    child.signal(SIGTERM)
    await expectStopped(
      child, "SIGTERM", saying: "What was committed stays; what was not is not there.")
  }

  @Test func theCommandsThatGoOnAreCommands() {
    for name in Interruption.steppingCommands {
      #expect(CommandTree<Tool>.linkctl.command(at: [name]) != nil, "\(name)")
    }
  }

  @Test func quietIsSilent() async throws {
    for line in [
      "store init", "import clever-csv \(Workplace.fixture) --provider lakeside",
      "account find nobody",
      "link remove lakeside:student/100000000 --yes",
    ] {
      let ending = await place.run(line + " --quiet")
      #expect(ending.code == 0)
      #expect(ending.errors == "", "\(line)")
    }
  }
}
