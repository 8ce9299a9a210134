extension CommandTree<Tool> {
  /// The whole tool.
  static let linkctl: CommandTree<Tool> = CommandTree(
    "linkctl",
    "Bring school rosters in, link sign-ins to accounts, merge accounts and take it back.",
    discussion: """
      Every command that writes takes --dry-run, and is kept in the journal with --actor and \
      --reason. Exit codes: 0 done, 1 failed or denied, 2 problems found, 3 a person must decide, \
      64 usage, 69 unavailable, 75 try again later, 130 stopped by Ctrl-C.

      Global options stand before the command or behind it. 'sample' alone has a --format of its \
      own, so that the global one must stand before it.

      The configuration is JSON5 (comments are allowed); every key may be left out:

        {store: "sqlite:provisioning.db",
         gate: {roles: ["student", "teacher"], districts: ["d1"]},  // who may come in
         signIn: {student: "create", teacher: "ask"},  // newcomers
         feeds: {lakeside: {district: "d1"}},          // whose files a feed brings
         clever: {clientID: "…", secretFile: "…",      // see docs/configuration.md
                  redirectURIs: ["https://…"]},
         limits: {removals: [25, 20]}}                 // over 25 and over 20 %: held
      """,
    globalParameters: GlobalOptions.all,
    commands: [
      .store, .rosterImport, .sync, .held, .section, .signIn, .account, .link, .gate, .merge, .undo,
      .history, .sample, .doctor, .certify, .completions, .manual, .version, .complete,
    ])
}
