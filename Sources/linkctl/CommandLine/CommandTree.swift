/// A whole tool: its commands, and the options that all of them share.
///
/// Parsing, help, suggestions and completion are pure functions of this value.
struct CommandTree<Context: Sendable>: Sendable {
  /// The tool itself, a group named as the tool is.
  let root: Command<Context>
  /// Flags and options that are accepted anywhere, before or after the command.
  let globalParameters: [any Parameter]
  /// `--help`, which every page lists among the global options.
  let help = Flag("help", "Show this page.")

  /// Declares a tool.
  init(
    _ name: String, _ summary: String, discussion: String = "",
    globalParameters: [any Parameter] = [], commands: [Command<Context>]
  ) {
    root = Command(name, summary, discussion: discussion, subcommands: commands)
    self.globalParameters = globalParameters
  }

  /// The tool's name, as it is typed.
  var name: String { root.name }

  /// The shared options without their types, `--help` last.
  var globalDeclarations: [ParameterDeclaration] {
    globalParameters.map(\.declaration) + [help.declaration]
  }

  /// The command a path of names leads to; the empty path is the tool itself.
  func command(at path: [String]) -> Command<Context>? {
    path.reduce(Optional(root)) { command, name in command?.subcommand(name) }
  }

  /// Every path to a listed command, parents before children; for manual pages and tests.
  var listedPaths: [[String]] { Self.paths(below: root, prefix: []) }

  private static func paths(below command: Command<Context>, prefix: [String]) -> [[String]] {
    command.listedSubcommands.flatMap { child in
      let path = prefix + [child.name]
      return [path] + paths(below: child, prefix: path)
    }
  }

  /// The flags and options that are accepted behind a command's name: its own, and the shared ones
  /// that none of its own stands in place of.
  func options(of command: Command<Context>) -> [ParameterDeclaration] {
    let hidden = command.options.filter(\.hidesShared).map(\.name)
    return command.options + globalDeclarations.filter { !hidden.contains($0.name) }
  }

  /// The flag or option of that name that a command accepts.
  func option(named name: String, of command: Command<Context>) -> ParameterDeclaration? {
    options(of: command).first { $0.name == name }
  }
}

// MARK: - Mistakes in a tree

extension CommandTree {
  /// What is wrong with the tree itself, in words; a test expects none.
  var problems: [String] { problems(in: root, path: [name]) }

  private func problems(in command: Command<Context>, path: [String]) -> [String] {
    let place = path.joined(separator: " ")
    let labels = command.arguments.map(\.label) + options(of: command).map(\.label)
    let names = command.subcommands.map(\.name)
    var found = Self.repeats(in: labels).map { "\(place): \($0) is declared twice" }
    found += Self.repeats(in: names).map { "\(place): there are two commands '\($0)'" }
    found += misplacedArguments(of: command).map { "\(place): \($0) can never be reached" }
    found += (command.options + globalDeclarations).filter { $0.name.hasPrefix("-") }
      .map { "\(place): \($0.label) is declared with its dashes" }
    found += command.options
      .filter { option in
        option.hidesShared && !globalDeclarations.contains { $0.name == option.name }
      }.map { "\(place): \($0.label) hides no shared option" }
    if command.isGroup && command.subcommands.isEmpty { found.append("\(place): an empty group") }
    return found + command.subcommands.flatMap { problems(in: $0, path: path + [$0.name]) }
  }

  /// Arguments after one that takes all words, and required ones after optional ones.
  private func misplacedArguments(of command: Command<Context>) -> [String] {
    var earlier: [ParameterDeclaration.Occurrence] = []
    return command.arguments.filter { argument in
      defer { earlier.append(argument.occurrence) }
      return earlier.contains { occurrence in
        occurrence.isRepeatable || (!occurrence.isRequired && argument.occurrence.isRequired)
      }
    }.map(\.label)
  }

  private static func repeats(in words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { !seen.insert($0).inserted }
  }
}
