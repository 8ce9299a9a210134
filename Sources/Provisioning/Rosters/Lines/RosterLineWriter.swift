/// Writes lines of ``RosterText``.
struct RosterLineWriter {
  private let provider: ProviderName
  private var bytes: [UInt8] = []

  init(provider: ProviderName) { self.provider = provider }

  /// What was written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ line: RosterLine) throws(ProvisioningError) {
    bytes.append(0x7B)
    switch line {
    case .person(let identity):
      try object("person") { writer throws(ProvisioningError) in try writer.fields(identity) }
    case .section(let section, let people):
      try object(section.details == nil ? "enrollments" : "section") {
        writer throws(ProvisioningError) in
        try writer.fields(section, people: people)
      }
    case .departed(let departure):
      try object("departed") { writer throws(ProvisioningError) in try writer.fields(departure) }
    case .note(let note):
      try object(note.isRejected ? "rejected" : "warning") {
        writer throws(ProvisioningError) in
        try writer.fields(note)
      }
    }
    bytes.append(contentsOf: [0x7D, 0x0A])
  }

  // MARK: Things

  private mutating func fields(_ identity: Identity) throws(ProvisioningError) {
    let profile = identity.profile
    try field("subject", subject(identity.key))
    if !identity.aliases.isEmpty { try field("aliases", identity.aliases.map(\.rawValue)) }
    if identity.sharing != .district { try field("sharing", identity.sharing.rawValue) }
    if profile.roles.count == 1 {
      try field("role", profile.roles[0].rawValue)
    } else {
      try field("roles", profile.roles.map(\.rawValue))
    }
    if profile.given != nil || profile.middle != nil || profile.family != nil {
      try object("name") { writer throws(ProvisioningError) in
        try writer.field("given", profile.given)
        try writer.field("middle", profile.middle)
        try writer.field("family", profile.family)
      }
    }
    if !profile.schools.isEmpty { try field("schools", profile.schools) }
    for key in Profile.Field.ofOneText { try field(key.rawValue, profile[key].first) }
  }

  private mutating func fields(
    _ section: RosterSection, people: [Identity]
  ) throws(ProvisioningError) {
    try field("subject_id", subject(section.key))
    if let details = section.details {
      for key in Section.Details.Field.allCases { try field(key.rawValue, details[key].first) }
    }
    guard section.places.isEmpty || section.places.count == section.members.count else {
      throw .unwritable("A section's members and their places differ in number.")
    }
    var people = people[...]
    try list("members") { writer throws(ProvisioningError) in
      for (index, member) in section.members.enumerated() {
        let inFull = people.first?.key == member.key ? people.popFirst() : nil
        try writer.element { writer throws(ProvisioningError) in
          if let inFull {
            try writer.fields(inFull)
          } else {
            try writer.field("subject", writer.subject(member.key))
          }
          try writer.field("enrollment_role", member.role.rawValue)
          guard !section.places.isEmpty else { return }
          let place = section.places[index]
          try writer.field("file", place.file)
          writer.field("line", place.line)
        }
      }
    }
    guard people.isEmpty else {
      throw .unwritable("A section's people are not its members, in their order.")
    }
  }

  private mutating func fields(
    _ departure: RosterLine.Departure
  ) throws(ProvisioningError) {
    switch departure {
    case .person(let key): try field("person", subject(key))
    case .section(let key): try field("section", subject(key))
    case .member(let key):
      try field("section", subject(key.section))
      try field("person", subject(key.key))
    }
  }

  private mutating func fields(_ note: RosterNote) throws(ProvisioningError) {
    try field("file", note.file)
    field("line", note.line)
    try field("field", note.field)
    try field("reason", note.reason)
    guard note.kind != .warning(protecting: .nothing) else { return }
    try object("protects") { writer throws(ProvisioningError) in
      switch note.protected {
      case .nothing: break
      case .person(let key): try writer.fields(.person(key))
      case .section(let key): try writer.fields(.section(key))
      case .enrollment(let section, let key):
        try writer.fields(.member(EnrollmentKey(section, key)))
      case .allPeople: try writer.field("all", RosterLineReader.All.people.rawValue)
      case .allSections: try writer.field("all", RosterLineReader.All.sections.rawValue)
      case .allEnrollments: try writer.field("all", RosterLineReader.All.enrollments.rawValue)
      }
    }
  }

  private func subject<Owner>(_ key: ProviderKey<Owner>) throws(ProvisioningError) -> String {
    guard key.provider == provider else { throw .unwritable("It names another provider.") }
    return key.subject.rawValue
  }

  // MARK: JSON

  private mutating func object(
    _ key: String, _ body: (inout Self) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    begin(key)
    bytes.append(0x7B)
    try body(&self)
    bytes.append(0x7D)
  }

  private mutating func list(
    _ key: String, _ body: (inout Self) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    begin(key)
    bytes.append(0x5B)
    try body(&self)
    bytes.append(0x5D)
  }

  /// Writes an object that is an element of a list.
  private mutating func element(
    _ body: (inout Self) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    separate()
    bytes.append(0x7B)
    try body(&self)
    bytes.append(0x7D)
  }

  /// Writes a field; a blank one is left out.
  private mutating func field(_ key: String, _ text: String?) throws(ProvisioningError) {
    guard let text else { return }
    begin(key)
    try quote(text)
  }

  private mutating func field(_ key: String, _ texts: [String]) throws(ProvisioningError) {
    try list(key) { writer throws(ProvisioningError) in
      for text in texts {
        writer.separate()
        try writer.quote(text)
      }
    }
  }

  private mutating func field(_ key: String, _ number: Int) {
    begin(key)
    bytes.append(contentsOf: String(number).utf8)
  }

  private mutating func begin(_ key: String) {
    separate()
    bytes.append(quoting: key)
    bytes.append(0x3A)
  }

  /// Writes a comma, unless the last bracket was opened just now.
  private mutating func separate() {
    if bytes.last != 0x7B && bytes.last != 0x5B { bytes.append(0x2C) }
  }

  private mutating func quote(_ text: String) throws(ProvisioningError) {
    guard !text.utf8.contains(0) else { throw .unwritable("One of its texts holds a NUL.") }
    bytes.append(quoting: text)
  }
}

extension Profile.Field {
  /// The fields that hold one text and stand by themselves.
  static let ofOneText: [Self] = [.email, .grade, .district, .sisID, .birthDate, .gender]
  /// The parts of a name.
  static let ofName: [Self] = [.given, .middle, .family]
}

extension ProvisioningError {
  fileprivate static func unwritable(_ reason: String) -> ProvisioningError {
    ProvisioningError(.invalid, "A roster cannot be written as text.", reason: reason)
  }
}
