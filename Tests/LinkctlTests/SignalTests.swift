import Glibc
import Synchronization
import Testing

@testable import linkctl

/// What concerns signals, one test at a time: how a signal is handled is the whole process's.
@Suite(.serialized) struct SignalTests {
  @Test(.timeLimit(.minutes(15)))
  func theFirstInterruptCancelsAndTheSecondEnds() async throws {
    let counts = Counts()
    await #expect(throws: CancellationError.self) {
      try await withStopHandling(
        onFirst: { _ in counts.first.add(1, ordering: .relaxed) },
        end: { counts.second.add(1, ordering: .relaxed) },
        operation: {
          while !Task.isCancelled {
            kill(getpid(), SIGINT)
            try? await Task.sleep(for: .milliseconds(20))
          }
          while counts.second.load(ordering: .relaxed) == 0 {
            kill(getpid(), SIGINT)
            usleep(20_000)
          }
          try Task.checkCancellation()
        })
    }
    #expect(counts.first.load(ordering: .relaxed) == 1)
    #expect(counts.second.load(ordering: .relaxed) >= 1)
  }

  @Test func withoutInterruptsTheResultComesThrough() async throws {
    #expect(try await withStopHandling { 42 } == 42)
  }

  @Test(.timeLimit(.minutes(15)))
  func cancellingTheCallerCancelsTheOperation() async throws {
    let task = Task {
      try await withStopHandling { try await Task.sleep(for: .seconds(100)) }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aReaderThatLeftIsReported() {
    _ = Console.standard()
    let pipe = Pipe()
    close(pipe.reader)
    defer { close(pipe.writer) }
    let failure = #expect(throws: OutputFailure.self) {
      try Channel(descriptor: pipe.writer).write("x")
    }
    #expect(failure?.isBrokenPipe == true)
  }

  @Test func aProgramThatIsGoneGivesAReason() {
    let gone = PlugIn(name: "gone", path: "/nowhere/linkctl-gone")
    let earlier = signal(SIGPIPE, SIG_IGN)
    #expect(gone.replaceProcess(arguments: []) == "No such file or directory")
    let handler = signal(SIGPIPE, earlier)
    #expect(unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self))
  }

  private final class Counts: Sendable {
    let first = Atomic<Int>(0)
    let second = Atomic<Int>(0)
  }
}
