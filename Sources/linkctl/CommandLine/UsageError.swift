/// The words do not make a request: what is wrong, and what may help.
///
/// `problem` and `remedies` may repeat what was typed, control characters included; whoever
/// prints them makes them safe for a terminal.
struct UsageError: Error, Equatable {
  /// What went wrong, for the application's own decisions.
  enum Kind: Sendable, Equatable {
    /// No such command. `following` are the words to hand to a plug-in of that name; it is
    /// `nil` where the name was looked up inside a group, which plug-ins cannot extend.
    case unknownCommand(name: String, following: [String]?)
    /// A group was named without one of its commands: its page belongs on standard error.
    case missingCommand
    case unknownOption
    case missingValue
    case unwantedValue
    case invalidValue
    case repeatedOption
    case missingParameter
    case unexpectedArgument
  }

  let kind: Kind
  /// The names that lead to the command concerned, without the tool's own.
  let path: [String]
  /// What is wrong, as a sentence.
  let problem: String
  /// What to try, a sentence a line: "Did you mean 'unlink'?" and "See 'linkctl --help'."
  let remedies: [String]

  /// Describes an error, adding the suggestions and a pointer to the page.
  init(
    _ kind: Kind, tool: String, path: [String], problem: String, suggestions: [String] = []
  ) {
    self.kind = kind
    self.path = path
    self.problem = problem
    let quoted = suggestions.map { "'\($0)'" }
    let question = quoted.isEmpty ? [] : ["Did you mean \(quoted.listed(by: "or"))?"]
    let page = ([tool] + path + ["--help"]).joined(separator: " ")
    remedies = question + ["See '\(page)'."]
  }
}
