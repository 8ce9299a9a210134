extension CommandTree {
  /// The help page of the command at a path, ending in a newline; the empty path is the tool.
  ///
  /// A path that leads nowhere gives the page of the last command on its way.
  func helpPage(for path: [String], width: Int = 80) -> String {
    var path = path
    while command(at: path) == nil { path.removeLast() }
    let command = command(at: path) ?? root
    return HelpPage(tree: self, command: command, path: path, width: width).text
  }

  /// The usage line of the command at a path: `linkctl link add KEY --to ID [OPTION…]`.
  func usageLine(for path: [String]) -> String {
    let command = command(at: path) ?? root
    var words = [name] + path
    if command.isGroup { return (words + ["[OPTION…]", "COMMAND …"]).joined(separator: " ") }
    words += command.arguments.map(\.usage)
    words += command.options.filter(\.occurrence.isRequired).map(\.usage)
    return (words + ["[OPTION…]"]).joined(separator: " ")
  }
}

extension CommandTree {
  /// An option as help pages list it.
  func term(for option: ParameterDeclaration) -> String {
    option.label == help.declaration.label ? "-h, --help" : option.labelWithPlaceholder
  }
}

/// One help page, made of sections with an empty line between them.
private struct HelpPage<Context: Sendable> {
  let tree: CommandTree<Context>
  let command: Command<Context>
  let path: [String]
  let width: Int

  private typealias Row = (term: String, meaning: String)
  private typealias Section = (title: String, rows: [Row])

  /// The widest a column of terms may be.
  private var widestColumn: Int { 30 }

  var text: String {
    let usage = "Usage: " + tree.usageLine(for: path)
    var blocks = [
      TextWrapping.lines(usage, width: width), TextWrapping.lines(command.summary, width: width),
    ]
    blocks.append(TextWrapping.paragraphs(command.discussion, width: width))
    let sections = commandSections + parameterSections
    let widths = sections.flatMap(\.rows).map { $0.term.count + 4 }
    let column = widths.filter { $0 <= widestColumn }.max() ?? widestColumn
    blocks += sections.map { title, rows in
      ["\(title):"] + TextWrapping.definitions(rows, width: width, column: column)
    }
    if command.isGroup { blocks.append([closingLine]) }
    let pages = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return pages.joined(separator: "\n\n") + "\n"
  }

  /// The subcommands by heading, in the order the headings first appear.
  private var commandSections: [Section] {
    var sections: [Section] = []
    for subcommand in command.listedSubcommands {
      let title = subcommand.heading.isEmpty ? "Commands" : subcommand.heading
      let row = (subcommand.name, subcommand.summary)
      if let index = sections.firstIndex(where: { $0.title == title }) {
        sections[index].rows.append(row)
      } else {
        sections.append((title, [row]))
      }
    }
    return sections
  }

  private var parameterSections: [Section] {
    let sections: [Section] = [
      ("Arguments", command.arguments.map { ($0.name, $0.explanation) }),
      ("Options", command.options.map { ($0.labelWithPlaceholder, $0.explanation) }),
      ("Global options", tree.globalDeclarations.map { (tree.term(for: $0), explanation(of: $0)) }),
    ]
    return sections.filter { !$0.rows.isEmpty }
  }

  /// What a shared option means; where one of the command's own stands in its place, where it does.
  private func explanation(of option: ParameterDeclaration) -> String {
    let isHidden = command.options.contains { $0.hidesShared && $0.name == option.name }
    guard isHidden else { return option.explanation }
    return option.explanation + " Only before '\(command.name)'."
  }

  private var closingLine: String {
    let place = path.isEmpty ? "" : path.joined(separator: " ") + " "
    return "See '\(tree.name) help \(place)COMMAND' for the page of a command."
  }
}

extension ParameterDeclaration {
  /// The parameter as a usage line shows it: `KEY`, `[FILE]`, `[ID…]`, `--to ID`.
  var usage: String {
    switch occurrence {
    case .exactlyOnce: labelWithPlaceholder
    case .atMostOnce: "[\(labelWithPlaceholder)]"
    case .anyNumber: "[\(labelWithPlaceholder)…]"
    case .atLeastOnce: "\(labelWithPlaceholder)…"
    }
  }

  /// The help text, followed by what the declaration itself tells.
  var explanation: String {
    var facts: [String] = []
    let words = candidates.filter { !$0.hasSuffix(":") }
    if !words.isEmpty { facts.append(words.listed(by: "or")) }
    if kind == .option, occurrence.isRequired { facts.append("required") }
    if kind == .option, occurrence.isRepeatable { facts.append("may be repeated") }
    if let defaultText { facts.append("default: \(defaultText)") }
    return facts.isEmpty ? help : "\(help) (\(facts.joined(separator: "; ")))"
  }
}
