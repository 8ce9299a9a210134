/// A word that may come next, and what it means.
struct CompletionCandidate: Equatable, Sendable {
  let word: String
  let help: String
}

extension CommandTree {
  /// What the last of `words` may become; it is the word under the cursor and may be empty.
  ///
  /// The words are those after the tool's name. Nothing to offer is an empty list: the shell
  /// then falls back to file names.
  func completions(for words: [String]) -> [CompletionCandidate] {
    let typed = words.last ?? ""
    var position = CompletionPosition(tree: self)
    for word in words.dropLast() { position.advance(over: word) }
    return position.candidates(startingWith: typed).filter { $0.word.hasPrefix(typed) }
  }
}

/// Where the cursor is: the words before it, read as far as completion cares.
///
/// Unlike the parser this forgives every mistake, for the line is not finished.
private struct CompletionPosition<Context: Sendable> {
  let tree: CommandTree<Context>
  var command: Command<Context>
  var isAtTop = true
  var pendingOption: ParameterDeclaration?
  var usedLabels: Set<String> = []
  var bareWordCount = 0
  var optionsHaveEnded = false
  var helpIsWanted = false
  /// Whether a word was no command: there is nothing sensible to offer behind it.
  var isLost = false

  init(tree: CommandTree<Context>) {
    self.tree = tree
    command = tree.root
  }

  mutating func advance(over word: String) {
    if pendingOption != nil {
      pendingOption = nil
    } else if optionsHaveEnded || !OptionWord.looksLikeOption(word) {
      advance(overBareWord: word)
    } else if word == "--" {
      optionsHaveEnded = true
    } else {
      let parts = OptionWord(word)
      usedLabels.insert(parts.label)
      let option = tree.option(named: parts.name, of: command)
      if option?.kind == .option, parts.value == nil { pendingOption = option }
    }
  }

  private mutating func advance(overBareWord word: String) {
    if let subcommand = command.subcommand(word) {
      command = subcommand
      isAtTop = false
    } else if isAtTop, word == "help", !helpIsWanted {
      helpIsWanted = true
    } else if command.isGroup {
      isLost = true
    } else {
      bareWordCount += 1
    }
  }

  func candidates(startingWith typed: String) -> [CompletionCandidate] {
    if isLost { return [] }
    if let pendingOption { return values(of: pendingOption) }
    if OptionWord.looksLikeOption(typed) || typed == "-", !optionsHaveEnded {
      let parts = OptionWord(typed)
      guard parts.value != nil else { return options }
      guard let option = tree.option(named: parts.name, of: command) else { return [] }
      return values(of: option, prefix: parts.label + "=")
    }
    return command.isGroup ? subcommands : argumentValues
  }

  private func values(
    of parameter: ParameterDeclaration, prefix: String = ""
  ) -> [CompletionCandidate] {
    parameter.candidates.map { CompletionCandidate(word: prefix + $0, help: parameter.help) }
  }

  /// The options that may still be given.
  private var options: [CompletionCandidate] {
    (command.options + tree.globalDeclarations)
      .filter { $0.occurrence.isRepeatable || !usedLabels.contains($0.label) }
      .map { CompletionCandidate(word: $0.label, help: $0.help) }
  }

  private var subcommands: [CompletionCandidate] {
    let commands = command.listedSubcommands.map {
      CompletionCandidate(word: $0.name, help: $0.summary)
    }
    guard isAtTop, !helpIsWanted else { return commands }
    return commands + [CompletionCandidate(word: "help", help: "Show the page of a command.")]
  }

  private var argumentValues: [CompletionCandidate] {
    if helpIsWanted { return [] }
    let arguments = command.arguments
    if bareWordCount < arguments.count { return values(of: arguments[bareWordCount]) }
    guard let last = arguments.last, last.occurrence.isRepeatable else { return [] }
    return values(of: last)
  }
}
