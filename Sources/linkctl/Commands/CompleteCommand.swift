private let words = Argument<String>("WORD", "The words typed so far, the last one unfinished.")
  .rest()

extension Command<Tool> {
  /// `__complete`: what a shell's completion asks for: a word a line, a tab, its help.
  static let complete: Command<Tool> = Command(
    "__complete", "List what the last word may become.", visibility: .hidden, parameters: [words]
  ) { arguments, tool in
    for completion in CommandTree<Tool>.linkctl.completions(for: arguments[words]) {
      try tool.console.writeLine("\(completion.word)\t\(completion.help)")
    }
    return .done
  }
}
