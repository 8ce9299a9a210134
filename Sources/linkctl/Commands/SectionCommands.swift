import Provisioning

private let which = Argument<String>("KEY", "The section, as provider:ID.")

extension Command<Tool> {
  /// `section …`: classes.
  static let section = Command(
    "section", "Look at sections.", heading: "Rosters", subcommands: [list, show])

  private static let list = Command("list", "List all sections.", parameters: []) { _, tool in
    try await tool.withStore(.existing) { opened, _ in
      var last: Section.Key?
      while true {
        try Task.checkCancellation()
        let page = try await opened.store.sections(of: nil, after: last, limit: 200)
        guard let end = page.last else { return }
        try await write(page, tool, opened.store)
        last = end.key
      }
    }
    return .done
  }

  private static let show = Command(
    "show", "Show a section and who is in it.", parameters: [which]
  ) { arguments, tool in
    guard let key = Section.Key(arguments[which]) else {
      throw Failure.usage("This is no section's key.", remedy: "Write it as provider:ID.")
    }
    try await tool.withStore(.existing) { opened, _ in
      guard let section = try await opened.store.section(key) else {
        throw ProvisioningError(
          .notFound, "There is no such section.", remedy: "List them with 'linkctl section list'.",
          detail: key.description)
      }
      for view in try await SectionView.views(of: [section], in: opened.store) {
        try tool.answer(view.json, view.lines)
      }
    }
    return .done
  }

  private static func write(
    _ sections: [Section], _ tool: Tool, _ reader: any AccountReader
  ) async throws {
    let views = try await SectionView.views(of: sections, in: reader)
    if tool.format == .json {
      for view in views { try tool.console.writeLine(view.json) }
      return
    }
    var table = Table([
      Table.Column("SECTION", .leading, .whole), Table.Column("STATUS"), Table.Column("NAME"),
      Table.Column("TEACHERS", .trailing), Table.Column("STUDENTS", .trailing),
    ])
    for view in views {
      let active = view.roster.filter { $0.status == .active }
      table.append([
        view.section.key.description, view.section.status.rawValue,
        view.section.details.name ?? "", String(active.count { $0.role.teaches }),
        String(active.count { !$0.role.teaches }),
      ])
    }
    try tool.console.write(table)
  }
}
