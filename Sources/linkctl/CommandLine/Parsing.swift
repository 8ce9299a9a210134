extension CommandTree {
  /// Reads the words after the tool's name.
  ///
  /// `help COMMAND…` and `--help` win over mistakes behind the command's name, for that is when
  /// help is needed; over an unknown command they do not.
  func parse(_ words: [String]) throws(UsageError) -> Request<Context> {
    var parser = Parser(tree: self, words: words)
    do {
      return try parser.request()
    } catch {
      if case .unknownCommand = error.kind { throw error }
      guard parser.asksForHelp else { throw error }
      return .help(path: parser.path)
    }
  }

  /// The shared options among words that may not be a request at all.
  ///
  /// A usage error is reported in the format that the same words ask for; this finds it. Behind the
  /// name of a command that hides a shared option, the word is not the shared one.
  func globalArguments(in words: [String]) -> Arguments {
    let globals = globalParameters.map(\.declaration)
    var found = Arguments(declaring: globals)
    var command = root
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      let parts = OptionWord(word)
      command = command.subcommand(word) ?? command
      guard !command.options.contains(where: { $0.hidesShared && $0.label == parts.label }),
        let option = globals.first(where: { $0.label == parts.label })
      else { continue }
      if option.kind == .flag {
        found.append(true, to: option)
      } else if found.count(of: option) == 0, let text = parts.value ?? rest.popFirst(),
        let value = option.format?.read(text)
      {
        found.append(value, to: option)
      }
    }
    return found
  }
}

/// `--name` or `--name=value`, taken apart.
struct OptionWord {
  /// The part before the equals sign, dashes included.
  let label: String
  /// The part after it, which may be empty; `nil` without an equals sign.
  let value: String?

  /// Takes a word apart.
  init(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    label = String(parts[0])
    value = parts.count > 1 ? String(parts[1]) : nil
  }

  /// The label without its dashes.
  var name: String { String(label.drop { $0 == "-" }) }

  /// Whether a word is an option rather than a value: `-` is a value, `-5` an unknown option.
  static func looksLikeOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }

  /// Whether a word asks for help.
  static func asksForHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }
}
