extension CommandTree<Tool> {
  /// The whole tool.
  static let linkctl: CommandTree<Tool> = CommandTree(
    "linkctl",
    "Bring school rosters in, link sign-ins to accounts, merge accounts and take it back.",
    discussion: """
      Every command that writes takes --dry-run, and is kept in the journal with --actor and \
      --reason. Exit codes: 0 done, 1 failed or denied, 2 problems found, 3 a person must decide, \
      64 usage, 69 unavailable, 75 try again later, 130 stopped by Ctrl-C.

      The configuration is JSON with comments; a key that is left out has its default:

        {store: "sqlite:school.db",
         gate: {roles: ["student", "teacher"], districts: ["…"]},  // else all may come in
         signIn: {student: "create", teacher: "ask"},  // for newcomers
         feeds: {lakeside: {district: "…"}},           // whose files a feed brings
         limits: {removals: [25, 20]}}                 // more enrollments, more percent: held
      """,
    globalParameters: GlobalOptions.all,
    commands: [
      .store, .rosterImport, .section, .signIn, .account, .link, .gate, .merge, .undo, .history,
      .version, .complete,
    ])
}
