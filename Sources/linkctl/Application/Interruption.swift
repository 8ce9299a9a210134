import Provisioning
import Synchronization

/// What there is to say when a command was stopped by a signal.
struct Interruption {
  /// What a command leaves behind when it is stopped.
  private enum Remains {
    /// It changes nothing in the store.
    case nothing
    /// It writes a file that appears whole or not at all.
    case noFile
    /// It had not begun to change anything, or was not meant to.
    case nothingYet
    /// It either committed or did not.
    case commit
    /// It commits step by step, and goes on when it is run again.
    case steps
    /// The same; what had come of a listing is kept for a while.
    case listing
  }

  /// The commands that go on where they stood.
  static let steppingCommands = ["import", "undo"]

  private let signal: StopSignal
  private let remains: Remains
  /// What the command itself says of its being stopped.
  private let own: ErrorReport?

  /// The end of a command by `signal`; `error` is what it ended with.
  init(of invocation: Invocation<Tool>, by signal: StopSignal, _ error: any Error) {
    self.signal = signal
    own = (error as? Failure)?.report
    let declarations =
      CommandTree<Tool>.linkctl.command(at: invocation.path)?.declarations.map(\.label) ?? []
    if invocation.path == ["store", "backup"] {
      remains = .noFile
    } else if !declarations.contains(WriteOptions.dryRun.declaration.label) {
      remains = .nothing
    } else if invocation.arguments.mode == .dryRun || error is QuestionCancelled {
      remains = .nothingYet
    } else if ["import clever", "sync teacher"].contains(invocation.path.joined(separator: " ")) {
      remains = .listing
    } else {
      remains = Self.steppingCommands.contains(invocation.path[0]) ? .steps : .commit
    }
  }

  /// Whether an error says that the command was cancelled.
  static func isCancellation(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError, is QuestionCancelled: true
    case let error as ProvisioningError: error.code == .cancelled
    case let failure as OutputFailure: failure.isCancellation
    case let failure as Failure: failure.exitCode == .interrupted
    default: false
    }
  }

  /// The report for people and programs.
  var report: ErrorReport {
    let (reason, remedy): (String?, String?) =
      switch remains {
      case _ where own != nil: (own?.reason, own?.remedy)
      case .nothing: (nil, nil)
      case .noFile: ("No file was written; one that was there stays.", nil)
      case .nothingYet: ("Nothing was changed.", nil)
      case .commit:
        (
          "What was committed stays; what was not is not there.",
          "See with 'linkctl history' whether it was committed."
        )
      case .steps:
        (
          "What was committed stays; what was not is not there.",
          "The same command goes on where this one stood."
        )
      case .listing:
        (
          "What was committed stays; what was not is not there.",
          "The same command goes on: within two hours behind the last page that was kept, later anew."
        )
      }
    return ErrorReport(
      code: "cancelled", problem: "Stopped by \(signal.name).", reason: reason, remedy: remedy)
  }

  /// Remembers which signal came first.
  final class Record: Sendable {
    private let first = Mutex<StopSignal?>(nil)

    /// The first signal, if one came.
    var signal: StopSignal? { first.withLock { $0 } }

    /// Notes a signal.
    func note(_ signal: StopSignal) { first.withLock { $0 = $0 ?? signal } }
  }
}
