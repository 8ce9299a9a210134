import Provisioning

/// Reads the words, runs the command, and ends with its exit code.
@main
enum Main {
  static func main() async {
    let console = Console.standard()
    let code = await run(Array(CommandLine.arguments.dropFirst()), console)
    exitProcess(code)
  }

  /// Runs the tool for the words of a command line.
  static func run(_ words: [String], _ console: Console) async -> ExitCode {
    let format = CommandTree<Tool>.linkctl.globalArguments(in: words)[GlobalOptions.format]
    do {
      switch try CommandTree<Tool>.linkctl.parse(words) {
      case .help(let path):
        try console.write(
          CommandTree<Tool>.linkctl.helpPage(for: path, width: min(console.output.width ?? 80, 100))
        )
        return .done
      case .run(let invocation):
        return try await run(invocation, console)
      }
    } catch let error as UsageError {
      return tell(error, words, format, console)
    } catch {
      return tell(error, format, console)
    }
  }

  private static func run(
    _ invocation: Invocation<Tool>, _ console: Console
  ) async throws -> ExitCode {
    let tool = Tool(invocation.shared, console: console)
    do {
      return try await withInterruptHandling(
        onFirstInterrupt: { tool.note("stopping; what is committed stays") },
        operation: { try await invocation.run(in: tool) })
    } catch let error as ProvisioningError where error.code != .cancelled {
      error.report(showingPersonalData: tool.showsPersonalData)
        .write(to: console, format: tool.format)
      return error.exitCode
    }
  }

  private static func tell(
    _ error: UsageError, _ words: [String], _ format: OutputFormat, _ console: Console
  ) -> ExitCode {
    if case .unknownCommand(let name, let following?) = error.kind,
      let plugIn = PlugIn.find(
        name, tool: "linkctl", searchPath: environmentVariable(named: "PATH") ?? "")
    {
      console.note(plugIn.replaceProcess(arguments: following))
      return .failed
    }
    if case .missingCommand = error.kind, format == .text {
      console.note(CommandTree<Tool>.linkctl.helpPage(for: error.path))
      return .usage
    }
    ErrorReport(
      code: "usage", problem: error.problem, remedy: error.remedies.joined(separator: "\n")
    ).write(to: console, format: format)
    return .usage
  }

  private static func tell(
    _ error: any Error, _ format: OutputFormat, _ console: Console
  ) -> ExitCode {
    switch error {
    case let failure as Failure:
      failure.report.write(to: console, format: format)
      return failure.exitCode
    case is CancellationError:
      return interrupted(format, console)
    case let error as ProvisioningError where error.code == .cancelled:
      return interrupted(format, console)
    case let failure as OutputFailure where failure.isBrokenPipe:
      // Whoever read the answer has seen enough.
      return .done
    case let error as ProvisioningError:
      error.report(showingPersonalData: false).write(to: console, format: format)
      return error.exitCode
    default:
      ErrorReport(code: "failed", problem: "The answer could not be written.", reason: "\(error)")
        .write(to: console, format: format)
      return .failed
    }
  }

  private static func interrupted(_ format: OutputFormat, _ console: Console) -> ExitCode {
    ErrorReport(
      code: "cancelled", problem: "Stopped by Ctrl-C.",
      reason: "What was committed stays; what was not is not there.",
      remedy: "The same command goes on where this one stood."
    ).write(to: console, format: format)
    return .interrupted
  }
}
