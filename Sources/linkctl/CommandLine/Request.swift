/// What a line of words asks the tool to do.
enum Request<Context: Sendable>: Sendable {
  /// Run a command.
  case run(Invocation<Context>)
  /// Show the help page at a path, to standard output.
  case help(path: [String])
}

/// A command together with the values it was given.
struct Invocation<Context: Sendable>: Sendable {
  /// The names that lead to the command, without the tool's own.
  let path: [String]
  /// The values of the command's own parameters and of the shared ones.
  let arguments: Arguments
  private let action: Command<Context>.Action

  /// Binds an action to its arguments.
  init(path: [String], arguments: Arguments, action: @escaping Command<Context>.Action) {
    self.path = path
    self.arguments = arguments
    self.action = action
  }

  /// Runs the command.
  func run(in context: Context) async throws -> ExitCode {
    try await action(arguments, context)
  }
}
