/// Reads the words of one line, from left to right.
struct Parser<Context: Sendable> {
  let tree: CommandTree<Context>
  /// The command the words have led to so far.
  private(set) var command: Command<Context>
  /// The names that led there.
  private(set) var path: [String] = []
  private var words: ArraySlice<String>
  private var bareWords: [String] = []
  /// The values of the command's own parameters.
  private var own = Arguments(declaring: [])
  /// The values of the shared options.
  private var shared: Arguments
  private var optionsHaveEnded = false
  private var helpIsWanted = false

  /// Prepares to read `words`.
  init(tree: CommandTree<Context>, words: [String]) {
    self.tree = tree
    self.words = words[...]
    command = tree.root
    shared = Arguments(declaring: tree.globalDeclarations)
  }

  /// Whether help was asked for, or is in the words not yet read once the command is known.
  var asksForHelp: Bool {
    if helpIsWanted { return true }
    guard !command.isGroup, !optionsHaveEnded else { return false }
    return words.prefix { $0 != "--" }.contains(where: OptionWord.asksForHelp)
  }

  /// Reads all words.
  mutating func request() throws(UsageError) -> Request<Context> {
    while let word = words.popFirst() {
      if optionsHaveEnded || !OptionWord.looksLikeOption(word) {
        try readBareWord(word)
      } else if word == "--" {
        optionsHaveEnded = true
      } else if OptionWord.asksForHelp(word) {
        helpIsWanted = true
      } else {
        try readOption(OptionWord(word))
      }
    }
    if helpIsWanted { return .help(path: path) }
    guard let action = command.action else { throw missingCommand() }
    try assignBareWords()
    try requireParameters()
    return .run(Invocation(path: path, own: own, shared: shared, action: action))
  }

  // MARK: - Words without dashes

  private mutating func readBareWord(_ word: String) throws(UsageError) {
    guard command.isGroup else {
      bareWords.append(word)
      return
    }
    if let subcommand = command.subcommand(word) {
      command = subcommand
      path.append(word)
      own = Arguments(declaring: subcommand.declarations)
    } else if path.isEmpty, word == "help" {
      helpIsWanted = true
    } else {
      throw unknownCommand(word)
    }
  }

  /// Hands the bare words to the command's arguments, by their order.
  private mutating func assignBareWords() throws(UsageError) {
    var rest = bareWords[...]
    for argument in command.arguments {
      let count = argument.occurrence.isRepeatable ? rest.count : min(1, rest.count)
      for word in rest.prefix(count) { own.append(try value(word, of: argument), to: argument) }
      rest = rest.dropFirst(count)
    }
    guard let surplus = rest.first else { return }
    throw usageError(.unexpectedArgument, "Unexpected argument '\(surplus)'.")
  }

  // MARK: - Options

  private mutating func readOption(_ word: OptionWord) throws(UsageError) {
    if let option = command.options.first(where: { $0.label == word.label }) {
      own.append(try reading(of: option, in: word, after: own.count(of: option)), to: option)
    } else if let option = tree.globalDeclarations.first(where: { $0.label == word.label }) {
      shared.append(try reading(of: option, in: word, after: shared.count(of: option)), to: option)
    } else {
      throw unknownOption(word)
    }
  }

  /// What a word says for an option that was given `count` times before.
  private mutating func reading(
    of option: ParameterDeclaration, in word: OptionWord, after count: Int
  ) throws(UsageError) -> any Sendable {
    guard option.kind == .option else {
      if word.value == nil { return true }
      throw usageError(.unwantedValue, "Option '\(option.label)' takes no value.")
    }
    guard option.occurrence.isRepeatable || count == 0 else {
      throw usageError(.repeatedOption, "Option '\(option.label)' is given twice.")
    }
    return try value(try text(of: option, in: word), of: option)
  }

  /// The value after the equals sign, or the next word unless that is an option: a forgotten
  /// value must not swallow the `--dry-run` behind it.
  private mutating func text(
    of option: ParameterDeclaration, in word: OptionWord
  ) throws(UsageError) -> String {
    if let value = word.value { return value }
    if let next = words.first, !next.hasPrefix("--"), next != "-h" {
      words.removeFirst()
      return next
    }
    throw usageError(
      .missingValue, "Option '\(option.label)' needs a value: \(option.labelWithPlaceholder).")
  }

  private func value(
    _ word: String, of parameter: ParameterDeclaration
  ) throws(UsageError) -> any Sendable {
    guard let format = parameter.format else { return word }
    guard let value = format.read(word) else { throw invalidValue(word, of: parameter, format) }
    return value
  }

  private func requireParameters() throws(UsageError) {
    let missing = command.declarations.filter { declaration in
      declaration.occurrence.isRequired && own.count(of: declaration) == 0
    }
    guard !missing.isEmpty else { return }
    let names = missing.map(\.labelWithPlaceholder).listed(by: "and")
    throw usageError(.missingParameter, "Missing \(names).")
  }
}

// MARK: - What went wrong

extension Parser {
  private func usageError(
    _ kind: UsageError.Kind, _ problem: String, suggestions: [String] = []
  ) -> UsageError {
    UsageError(kind, tool: tree.name, path: path, problem: problem, suggestions: suggestions)
  }

  private func missingCommand() -> UsageError {
    let place = ([tree.name] + path).joined(separator: " ")
    return usageError(.missingCommand, "'\(place)' needs a command.")
  }

  private func unknownCommand(_ word: String) -> UsageError {
    let place = ([tree.name] + path).joined(separator: " ")
    let following = helpIsWanted ? ["--help"] : Array(words)
    return usageError(
      .unknownCommand(name: word, following: path.isEmpty ? following : nil),
      "'\(word)' is not a \(place) command.",
      suggestions: command.suggestedSubcommands(for: word, isRoot: path.isEmpty))
  }

  private func unknownOption(_ word: OptionWord) -> UsageError {
    let labels = tree.options(of: command).map(\.name)
    var suggestions = Suggestions.candidates(for: word.name, among: labels).map { "--\($0)" }
    if suggestions.isEmpty, command.subcommand(word.name) != nil { suggestions = [word.name] }
    return usageError(
      .unknownOption, "Unknown option '\(word.label)'.", suggestions: suggestions)
  }

  private func invalidValue(
    _ word: String, of parameter: ParameterDeclaration, _ format: ValueFormat<any Sendable>
  ) -> UsageError {
    let shown = format.echo == .typed ? "'\(word)'" : "The word given"
    return usageError(
      .invalidValue,
      "\(shown) is no value for \(parameter.labelWithPlaceholder): "
        + "expected \(format.expectation).",
      suggestions: format.echo == .typed
        ? Suggestions.candidates(for: word, among: format.candidates) : [])
  }
}

extension Command {
  /// The subcommands a mistyped word may mean; at the top, `help` is one of them.
  fileprivate func suggestedSubcommands(for word: String, isRoot: Bool) -> [String] {
    let known = listedSubcommands.filter { $0.synonyms.contains(word.lowercased()) }.map(\.name)
    if !known.isEmpty { return known }
    let names = listedSubcommands.map(\.name) + (isRoot ? ["help"] : [])
    return Suggestions.candidates(for: word, among: names)
  }
}
