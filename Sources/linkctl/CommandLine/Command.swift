/// One command: a plain value in a tree.
///
/// It either has subcommands (a group) or a closure that runs (a leaf). `Context` is whatever
/// the application hands to its commands.
struct Command<Context: Sendable>: Sendable {
  /// What a leaf does.
  typealias Action = @Sendable (Arguments, Context) async throws -> ExitCode

  /// Whether help, suggestions and completion mention a command.
  enum Visibility: Sendable { case listed, hidden }

  /// The word that is typed.
  let name: String
  /// One sentence, for lists of commands and the top of the command's own page.
  let summary: String
  /// Longer help and examples. Paragraphs are wrapped; lines that begin with a space are kept.
  let discussion: String
  /// Under which heading the parent's page lists the command; empty for "Commands".
  let heading: String
  /// Words people may try instead: they do not run the command, they suggest it.
  let synonyms: [String]
  let visibility: Visibility
  let parameters: [any Parameter]
  let subcommands: [Command]
  /// What the command does; `nil` for a group.
  let action: Action?

  /// Declares a command that runs.
  init(
    _ name: String, _ summary: String, discussion: String = "", heading: String = "",
    synonyms: [String] = [], visibility: Visibility = .listed,
    parameters: [any Parameter] = [], run action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.heading = heading
    self.synonyms = synonyms
    self.visibility = visibility
    self.parameters = parameters
    self.subcommands = []
    self.action = action
  }

  /// Declares a group of commands, which does nothing by itself.
  init(
    _ name: String, _ summary: String, discussion: String = "", heading: String = "",
    synonyms: [String] = [], visibility: Visibility = .listed, subcommands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.heading = heading
    self.synonyms = synonyms
    self.visibility = visibility
    self.parameters = []
    self.subcommands = subcommands
    self.action = nil
  }

  /// Whether the command only holds others.
  var isGroup: Bool { action == nil }

  /// The subcommands that help and completion mention.
  var listedSubcommands: [Command] { subcommands.filter { $0.visibility == .listed } }

  /// The subcommand of that name, hidden ones included.
  func subcommand(_ name: String) -> Command? { subcommands.first { $0.name == name } }

  /// The command's parameters without their types.
  var declarations: [ParameterDeclaration] { parameters.map(\.declaration) }

  /// The declarations of bare words, in order.
  var arguments: [ParameterDeclaration] { declarations.filter { $0.kind == .argument } }

  /// The declarations of flags and options, in order.
  var options: [ParameterDeclaration] { declarations.filter { $0.kind != .argument } }
}
