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
  /// The values of the command's own parameters, and of the shared ones that it does not hide.
  let arguments: Arguments
  /// The values of the shared options, wherever they stood.
  let shared: Arguments
  private let action: Command<Context>.Action

  /// Binds an action to its arguments.
  init(
    path: [String], own: Arguments, shared: Arguments, action: @escaping Command<Context>.Action
  ) {
    self.path = path
    arguments = own.merging(shared)
    self.shared = shared
    self.action = action
  }

  /// Runs the command.
  func run(in context: Context) async throws -> ExitCode {
    try await action(arguments, context)
  }
}
