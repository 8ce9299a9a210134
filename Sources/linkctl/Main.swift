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
    let stop = Interruption.Record()
    do {
      return try await withStopHandling(
        onFirst: { signal in
          stop.note(signal)
          if !tool.isQuiet { console.statusLine.writeIfReady("stopping; once more ends at once\n") }
        },
        operation: { try await invocation.run(in: tool) })
    } catch {
      if Interruption.isCancellation(error) {
        let interruption = Interruption(of: invocation, by: stop.signal ?? .interrupt, error)
        // Whoever reads standard error may be what the command had to wait for.
        if console.diagnostics.isReady(within: 500) {
          interruption.report.write(to: console, format: tool.format)
        }
        return .interrupted
      }
      if let failure = error as? Failure { throw failure.pointing(to: invocation.path) }
      guard let error = error as? ProvisioningError else { throw error }
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
      let width = min(console.diagnostics.width ?? 80, 100)
      console.note(laidOut: [CommandTree<Tool>.linkctl.helpPage(for: error.path, width: width)])
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
    case let failure as OutputFailure where failure.isBrokenPipe:
      // Whoever read the answer has seen enough.
      return .done
    default:
      ErrorReport(
        code: "failed", problem: "The answer could not be written.", reason: "\(error).",
        remedy: "Check where standard output goes. 'linkctl history' shows what was committed."
      )
      .write(to: console, format: format)
      return .failed
    }
  }
}
