import Provisioning

private let role = Option<Role>("role", value: "ROLE", "A role.", as: .cases)
  .repeated()
private let district = Option<String>("district", value: "ID", "The district's ID.")

extension Command<Tool> {
  /// `gate …`: who may come in.
  static let gate = Command(
    "gate", "See who may come in.", heading: "People", subcommands: [check, show])

  private static let check = Command(
    "check", "Ask whether someone may come in, and why not.",
    discussion: "Exits 0 if they may, 1 if not.", parameters: [role, district]
  ) { arguments, tool in
    let gate = try tool.configuration().gate
    switch gate.verdict(roles: arguments[role], district: arguments[district]) {
    case .admitted(let roles):
      let names = roles.map(\.rawValue)
      try tool.answer(
        ["admitted": true, "roles": JSONValue(names), "reason": nil],
        ["admitted" + (names.isEmpty ? "" : " as \(names.joined(separator: ", "))")])
      return .done
    case .refused(let refusal):
      try tool.answer(
        ["admitted": false, "roles": [], "reason": .string(refusal.description)],
        ["refused: \(refusal)"])
      return .failed
    }
  }

  private static let show = Command(
    "show", "Show which roles and districts may come in.", parameters: []
  ) { _, tool in
    let gate = try tool.configuration().gate
    let roles = gate.roles.map { $0.map(\.rawValue).sorted() }
    let districts = gate.districts.map { $0.sorted() }
    try tool.answer(
      [
        "roles": roles.map { JSONValue($0) } ?? .null,
        "districts": districts.map { JSONValue($0) } ?? .null,
      ],
      [
        "roles      \(words(roles))", "districts  \(words(districts))",
      ])
    return .done
  }

  private static func words(_ names: [String]?) -> String {
    guard let names else { return "all" }
    return names.isEmpty ? "none: nobody may come in" : names.joined(separator: ", ")
  }
}
