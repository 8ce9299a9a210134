private let words = Argument<String>("WORD", "The words typed so far, the last one unfinished.")
  .rest()
private let shell = Argument<Shell>("SHELL", "The shell.", as: .cases)

extension Command<Tool> {
  /// `completions`: the script that makes a shell ask `__complete`.
  static let completions = Command(
    "completions", "Write the script that completes linkctl's words in a shell.",
    discussion: """
      The script asks this program what may come next, so it needs no update.

      In bash, now and in every later shell:

        source <(linkctl completions bash)
        echo 'source <(linkctl completions bash)' >> ~/.bashrc

      In zsh, into a folder that $fpath names; one for yourself is named in ~/.zshrc, before \
      compinit runs:

        mkdir -p ~/.zfunc
        linkctl completions zsh > ~/.zfunc/_linkctl
        echo 'fpath=(~/.zfunc $fpath); autoload -U compinit; compinit' >> ~/.zshrc

      In fish:

        mkdir -p ~/.config/fish/completions
        linkctl completions fish > ~/.config/fish/completions/linkctl.fish
      """, heading: "This program", parameters: [shell]
  ) { arguments, tool in
    try tool.console.write(arguments[shell].completionScript(for: "linkctl"))
    return .done
  }

  /// `__complete`: what that script asks for. It opens no store: what it offers names nobody.
  static let complete: Command<Tool> = Command(
    "__complete", "List what the last word may become.", visibility: .hidden, parameters: [words]
  ) { arguments, tool in
    let plugIns = PlugIn.all(
      tool: "linkctl", searchPath: environmentVariable(named: "PATH") ?? "")
    let completions = CommandTree<Tool>.linkctl.completions(
      for: arguments[words], plugIns: plugIns.map(\.name))
    try tool.console.write(completions.text)
    return .done
  }

  /// `manual`: the manual page.
  static let manual: Command<Tool> = Command(
    "manual", "Write the manual page.",
    discussion: """
      To read it, and to keep it where 'man linkctl' finds it:

        linkctl manual | man -l -
        mkdir -p ~/.local/share/man/man1
        linkctl manual > ~/.local/share/man/man1/linkctl.1
      """, heading: "This program", parameters: []
  ) { _, tool in
    try tool.console.write(CommandTree<Tool>.linkctl.manualPage(version: linkctlVersion))
    return .done
  }
}
