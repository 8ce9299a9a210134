import Hummingbird

/// What people see.
enum Pages {
  static func schools(_ login: PendingLogin, _ districts: [District], search: String) -> Response {
    let shown = districts.filter { $0.matches(search) }
    return Template.page(
      "schools",
      [
        "title": "Find your school", "app": login.app?.name, "search": search,
        "action": login.path,
        "fields": login.query.without("school").fields.map {
          ["name": $0.name, "value": $0.value]
        },
        "districts": shown.map { district in
          [
            "name": district.name, "link": login.at(district),
            "schools": district.schools.prefix(3).map(\.name).joined(separator: ", "),
          ]
        },
      ])
  }

  static func signIn(_ login: PendingLogin, _ district: District, failed: Bool) -> Response {
    Template.page(
      "signIn",
      [
        "title": "Log in", "district": district.name, "districtID": district.id,
        "app": login.app?.name, "failed": failed, "continue": login.at(district),
        "badges": district.badges.map { person in
          ["id": person.id, "name": person.name.full, "roles": person.roleWords]
        },
      ], status: failed ? 401 : 200)
  }

  static func confirm(_ login: PendingLogin, _ person: Person) -> Response {
    Template.page(
      "confirm",
      ["title": "Is this you?", "name": person.name.full, "continue": login.confirmed])
  }

  static func consent(_ login: PendingLogin, _ person: Person) -> Response {
    Template.page(
      "consent",
      [
        "title": "Share your classes?", "name": person.name.full,
        "app": login.app?.name, "continue": login.confirmed,
      ])
  }

  static func problem(_ problem: PageProblem, signedIn person: Person?) -> Response {
    var values: [String: Any?] = ["title": problem.title, "text": problem.text]
    if let person { values["person"] = ["name": person.name.full, "roles": person.roleWords] }
    return Template.page("problem", values, status: problem.status)
  }
}

extension Person {
  var roleWords: String { types.map(\.words).joined(separator: " and ") }
}

extension District {
  /// Whether the district, its ID or one of its schools is what somebody searches for.
  func matches(_ search: String) -> Bool {
    let wanted = search.lowercased()
    guard !wanted.isEmpty else { return true }
    return id == wanted
      || ([name] + schools.map(\.name)).contains { $0.lowercased().contains(wanted) }
  }

  /// A few of each role, with everybody who has several.
  var badges: [Person] {
    let people = presentPeople
    let employees = people.filter { $0.student == nil }
    let several = employees.lazy.filter { $0.types.count > 1 }.prefix(3)
    let others = UserType.allCases.filter { $0 != .student }.flatMap { type in
      employees.lazy.filter { $0.types == [type] }.prefix(4)
    }
    return several + people.lazy.filter { $0.student != nil }.prefix(6) + others
  }
}

/// A login on its way through the pages: the address that began it, to come back to.
struct PendingLogin: Sendable {
  let path: String
  let query: Form
  let app: ClientApp?

  /// The same login at a district.
  func at(_ district: District) -> String {
    address(query.without("district_id").without("school").adding("district_id", district.id))
  }

  /// The same login once the person has said who she is.
  var confirmed: String { address(query.without("confirmed")) }

  private func address(_ query: Form) -> String {
    query.fields.isEmpty ? path : "\(path)?\(query.encoded)"
  }

  /// Whether an address of a form is one of these, and leads nowhere else.
  static func isOwn(_ address: String) -> Bool {
    address == "/"
      || ["/?", "/oauth/authorize?", "/oauth/instant-login?"].contains {
        address.hasPrefix($0)
      }
  }
}
