import Provisioning

private let which = Argument<String>("KEY", "The section, as provider:ID.")

extension Command<Tool> {
  /// `section …`: classes.
  static let section = Command(
    "section", "Look at sections.", heading: "Rosters", subcommands: [list, show])

  private static let list = Command("list", "List all sections.", parameters: []) { _, tool in
    try await tool.withStore(.existing) { opened, _ in
      var table = PagedTable(columns, on: tool.console)
      var last: Section.Key?
      while true {
        try Task.checkCancellation()
        let page = try await opened.store.sections(of: nil, after: last, limit: 200)
        guard let end = page.last else { return }
        let views = try await SectionView.views(of: page, in: opened.store)
        switch tool.format {
        case .json: for view in views { try tool.console.writeLine(view.json) }
        case .text: try table.write(views.map(\.row))
        }
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
        let people = try await opened.store.accounts(view.roster.map(\.account))
        let names = Dictionary(
          people.map { ($0.id, $0.profile.fullName) }, uniquingKeysWith: { $1 })
        try tool.answer(view.json, view.lines(naming: names))
      }
    }
    return .done
  }

  private static let columns = [
    Table.Column("SECTION", .leading, .whole), Table.Column("STATUS"), Table.Column("NAME"),
    Table.Column("TEACHERS", .trailing), Table.Column("STUDENTS", .trailing),
  ]
}

extension SectionView {
  fileprivate var row: [String] {
    let active = roster.filter { $0.status == .active }
    return [
      section.key.description, section.status.rawValue, section.details.name ?? "",
      String(active.count { $0.role.teaches }), String(active.count { !$0.role.teaches }),
    ]
  }
}
