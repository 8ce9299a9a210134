import ProvisioningTesting
import Dispatch
import Glibc
import Testing

@testable import linkctl

@Suite struct ConsoleTests {
  @Test func answersAndNotesGoApart() throws {
    let (output, diagnostics) = (CollectedText(), CollectedText())
    let console = Console.collecting(output: output, diagnostics: diagnostics)
    try console.writeLine("answer")
    try console.writeLine(["a": 1])
    console.note("note")
    #expect(output.text == "answer\n{\"a\":1}\n")
    #expect(diagnostics.text == "note\n")
  }

  @Test func notesFitTheTerminal() {
    let diagnostics = CollectedText()
    let channel = Channel(collectingInto: diagnostics, isTerminal: true, width: 20)
    Console(output: Channel(collectingInto: CollectedText()), diagnostics: channel)
      .note("no note is longer than its terminal")
    #expect(diagnostics.text == "no note is longer\n  than its terminal\n")
  }

  @Test func aFullDiskIsReported() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let failure = #expect(throws: OutputFailure.self) {
      try Channel(descriptor: descriptor).write("x")
    }
    #expect(failure?.code == ENOSPC)
    #expect(failure?.description == "No space left on device")
    #expect(failure?.isBrokenPipe == false)
  }

  @Test(arguments: [false, true])
  func longTextsArriveWhole(nonBlocking: Bool) {
    let pipe = Pipe()
    if nonBlocking { _ = fcntl(pipe.writer, F_SETFL, O_NONBLOCK) }
    let text = String(repeating: "0123456789\n", count: 100_000)
    DispatchQueue.global().async {
      try? Channel(descriptor: pipe.writer).write(text)
      close(pipe.writer)
    }
    let isWhole = pipe.readSlowly() == Array(text.utf8)
    #expect(isWhole)
    close(pipe.reader)
  }

  @Test(arguments: [
    ([:], true), (["NO_COLOR": ""], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false),
    (["TERM": "xterm"], true),
  ])
  func colorsAreOptional(variables: [String: String], welcome: Bool) {
    #expect(Channel.colorIsWelcome { variables[$0] } == welcome)
  }

  @Test func aPipeHasNoWidth() {
    let pipe = Pipe()
    defer { pipe.close() }
    let channel = Channel(descriptor: pipe.writer, environment: { $0 == "COLUMNS" ? "33" : nil })
    #expect(channel.width == nil, "nothing is cut in a pipe")
    #expect(!channel.isTerminal && !channel.usesColor && !channel.canRedraw)
  }

  @Test func aTerminalKnowsItsWidth() {
    // The controlling side of a pseudo-terminal is a terminal itself.
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    defer { close(terminal) }
    let channel = Channel(descriptor: terminal, environment: { _ in nil })
    #expect(channel.isTerminal && channel.usesColor)
    #expect(channel.width == 80)
    var size = winsize(ws_row: 10, ws_col: 57, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(channel.width == 57)
  }
}

/// Both ends of a pipe.
struct Pipe: Sendable {
  let reader: Int32
  let writer: Int32

  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0, "No pipe to test with.")
    (reader, writer) = (ends[0], ends[1])
  }

  func close() {
    Glibc.close(reader)
    Glibc.close(writer)
  }

  /// Reads with pauses until the writer is closed.
  func readSlowly() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 30_000)
    while true {
      let count = read(reader, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      usleep(200)
    }
  }
}
