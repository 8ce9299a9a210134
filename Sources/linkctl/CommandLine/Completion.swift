/// A word that may come next, and what it means.
struct CompletionCandidate: Equatable, Sendable {
  let word: String
  let help: String
}

/// What the word under the cursor may become.
struct Completions: Equatable, Sendable {
  /// A path that the shell is to complete.
  struct Path: Equatable, Sendable {
    let kind: PathKind
    /// What of the word stands before the path: `--identity=`, `sqlite:`, or nothing.
    let prefix: String
  }

  var candidates: [CompletionCandidate] = []
  var path: Path?

  /// The answer to a shell: a candidate a line with its help behind a tab, and last, where a path
  /// may stand, `:files` or `:folders` with the prefix behind a tab.
  var text: String {
    let words = candidates.map { "\($0.word)\t\($0.help)\n" }
    return words.joined() + (path.map { ":\($0.kind.rawValue)\t\($0.prefix)\n" } ?? "")
  }
}

extension CommandTree {
  /// What the last of `words` may become; it is the word under the cursor and may be empty.
  ///
  /// The words are those after the tool's name. `plugIns` are commands that the tree does not hold.
  func completions(for words: [String], plugIns: [String] = []) -> Completions {
    let typed = words.last ?? ""
    var position = CompletionPosition(tree: self, plugIns: plugIns)
    for word in words.dropLast() { position.advance(over: word) }
    var completions = position.completions(of: typed)
    completions.candidates.removeAll { !$0.word.hasPrefix(typed) }
    return completions
  }
}

/// Where the cursor is: the words before it, read as far as completion cares.
///
/// Unlike the parser this forgives every mistake, for the line is not finished.
private struct CompletionPosition<Context: Sendable> {
  let tree: CommandTree<Context>
  let plugIns: [String]
  var command: Command<Context>
  var isAtTop = true
  var pendingOption: ParameterDeclaration?
  var usedLabels: Set<String> = []
  var bareWordCount = 0
  var optionsHaveEnded = false
  var helpIsWanted = false
  /// Whether a word was no command: there is nothing sensible to offer behind it.
  var isLost = false
  /// Whether the words belong to a plug-in, which alone knows what they mean.
  var isInPlugIn = false

  init(tree: CommandTree<Context>, plugIns: [String]) {
    self.tree = tree
    self.plugIns = plugIns
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
      usedLabels.subtract(subcommand.options.map(\.label))
      isAtTop = false
    } else if isAtTop, word == "help", !helpIsWanted {
      helpIsWanted = true
    } else if command.isGroup {
      isInPlugIn = isInPlugIn || (isAtTop && !isLost && plugIns.contains(word))
      isLost = true
    } else {
      bareWordCount += 1
    }
  }

  func completions(of typed: String) -> Completions {
    if isInPlugIn { return Completions(path: .init(kind: .file, prefix: "")) }
    if isLost { return Completions() }
    if let pendingOption { return values(of: pendingOption, typed: typed) }
    if OptionWord.looksLikeOption(typed) || typed == "-", !optionsHaveEnded {
      let parts = OptionWord(typed)
      guard let value = parts.value else { return Completions(candidates: options) }
      guard let option = tree.option(named: parts.name, of: command) else { return Completions() }
      return values(of: option, typed: value, behind: parts.label + "=")
    }
    return command.isGroup ? Completions(candidates: subcommands) : argumentValues(typed: typed)
  }

  /// The values of a parameter; `prefix` is what stands in the same word before the value.
  private func values(
    of parameter: ParameterDeclaration, typed: String, behind prefix: String = ""
  ) -> Completions {
    let schemes = parameter.candidates.filter { $0.hasSuffix(":") }
    let scheme = schemes.first { typed.hasPrefix($0) }
    let words = scheme == nil ? parameter.candidates : []
    let kind = schemes.isEmpty || scheme != nil ? parameter.format?.path : nil
    return Completions(
      candidates: words.map { CompletionCandidate(word: prefix + $0, help: parameter.help) },
      path: kind.map { Completions.Path(kind: $0, prefix: prefix + (scheme ?? "")) })
  }

  /// The options that may still be given.
  private var options: [CompletionCandidate] {
    tree.options(of: command)
      .filter { $0.occurrence.isRepeatable || !usedLabels.contains($0.label) }
      .map { CompletionCandidate(word: $0.label, help: $0.help) }
  }

  private var subcommands: [CompletionCandidate] {
    let commands = command.listedSubcommands.map {
      CompletionCandidate(word: $0.name, help: $0.summary)
    }
    guard isAtTop, !helpIsWanted else { return commands }
    let others = plugIns.filter { command.subcommand($0) == nil }.map {
      CompletionCandidate(word: $0, help: "Run \(tree.name)-\($0).")
    }
    return commands + others
      + [CompletionCandidate(word: "help", help: "Show the page of a command.")]
  }

  private func argumentValues(typed: String) -> Completions {
    if helpIsWanted { return Completions() }
    let arguments = command.arguments
    if bareWordCount < arguments.count {
      return values(of: arguments[bareWordCount], typed: typed)
    }
    guard let last = arguments.last, last.occurrence.isRepeatable else { return Completions() }
    return values(of: last, typed: typed)
  }
}
