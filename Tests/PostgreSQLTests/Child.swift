#if PostgreSQL
import Foundation
import ProvisioningTesting
import Synchronization

/// A process with the variables of this one and some more. What it says goes with the value.
final class Child: Sendable {
  private let process: ChildProcess
  private let logs: String
  private static let count = Atomic(0)

  init(_ program: String, _ words: [String], _ variables: [String: String] = [:]) {
    logs = "/tmp/provisioning-child-\(getpid())-\(Self.count.add(1, ordering: .relaxed).newValue)"
    process = ChildProcess(
      program, words, in: FileManager.default.currentDirectoryPath,
      variables: ProcessInfo.processInfo.environment.merging(variables) { $1 },
      input: "/dev/null", output: .collected, logs: logs)
  }

  deinit { for end in [".out", ".err"] { unlink(logs + end) } }

  func kill() { process.signal(SIGKILL) }
  func ending() async -> Ending { await process.ending() }

  /// Waits for its end, and keeps the thread.
  func reaped() -> Ending { process.reaped() }
}
#endif
