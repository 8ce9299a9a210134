import Provisioning

/// Reads lines as a whole listing takes them: stricter than the form in what a person must have,
/// and blank where an optional value cannot be used.
struct UsableLines: Sendable {
  /// The longest text taken, in bytes of UTF-8.
  static let textLimit = CellText.limit

  let text: RosterText
  /// The district of people and sections that name none.
  let district: String

  init(provider: ProviderName, district: String) {
    text = RosterText(of: provider)
    self.district = district
  }

  /// Reads a line. Throws what is wrong with it as a whole.
  func line(_ bytes: [UInt8]) throws(RosterLine.Fault) -> RosterLine {
    let line = try text.decode(line: bytes)
    switch line {
    case .person(let identity):
      if identity.profile.roles.isEmpty { throw .noRole("person") }
    case .section(let section, let people):
      guard let stranger = people.first(where: \.profile.roles.isEmpty) else { break }
      let member = section.members.firstIndex { $0.key == stranger.key } ?? 0
      throw .noRole("section.members[\(member)]")
    case .departed, .note: break
    }
    return line
  }

  /// The person, blank where a value cannot be used; `warn` hears of each of these.
  func usable(
    _ identity: Identity, warn: (Profile.Field, ValueFault) -> Void
  ) -> Identity {
    var identity = identity
    for field in Profile.Field.allCases where field != .roles {
      identity.profile[field] = identity.profile[field].filter { text in
        guard let fault = ValueFault(of: text, in: field) else { return !text.isEmpty }
        warn(field, fault)
        return false
      }
    }
    identity.profile.district = identity.profile.district ?? district
    return identity
  }

  /// The details, blank where a value cannot be used; `warn` hears of each of these.
  func usable(
    _ details: Section.Details, warn: (Section.Details.Field, ValueFault) -> Void
  ) -> Section.Details {
    var details = details
    for field in Section.Details.Field.allCases {
      details[field] = details[field].filter { text in
        guard let fault = ValueFault(of: text, in: field) else { return !text.isEmpty }
        warn(field, fault)
        return false
      }
    }
    details.district = details.district ?? district
    return details
  }
}

/// What is wrong with an optional value.
enum ValueFault: UInt8, Hashable, Sendable {
  case tooLong, notADate, notAGender

  /// The fault of a person's text; `nil` if there is none.
  init?(of text: String, in field: Profile.Field) {
    switch field {
    case .birthDate: self.init(date: text)
    case .gender where !["", "M", "F", "X"].contains(text): self = .notAGender
    default: self.init(text)
    }
  }

  /// The fault of a section's text; `nil` if there is none.
  init?(of text: String, in field: Section.Details.Field) {
    switch field {
    case .termStart, .termEnd: self.init(date: text)
    default: self.init(text)
    }
  }

  private init?(_ text: String) {
    guard text.utf8.count > UsableLines.textLimit else { return nil }
    self = .tooLong
  }

  private init?(date text: String) {
    guard !text.isEmpty else { return nil }
    let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { String($0).flatMap { Int($0) } }
    if numbers.count == 3,
      let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      date.description == text
    {
      return nil
    }
    self = .notADate
  }

  /// The fault in a sentence.
  var reason: String {
    switch self {
    case .tooLong: "The text is longer than \(UsableLines.textLimit) bytes."
    case .notADate: "There is no such day; dates are written YYYY-MM-DD."
    case .notAGender: "A gender is written M, F or X."
    }
  }
}

extension RosterLine.Fault {
  fileprivate static func noRole(_ person: String) -> Self {
    Self("A person must have a role.", field: "\(person).roles")
  }
}
