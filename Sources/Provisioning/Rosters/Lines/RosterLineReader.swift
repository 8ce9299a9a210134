/// Reads lines of ``RosterText``.
struct RosterLineReader {
  typealias Fault = RosterLine.Fault

  /// What a note protects whose key could not be read.
  enum All: String, CaseIterable {
    case people, sections, enrollments
  }

  /// Whose lines they are; `nil` where each person names the provider.
  let provider: ProviderName?

  /// Reads the line of `reader`, to its end.
  func line(_ reader: JSONReader) throws(Fault) -> RosterLine {
    var reader = reader
    var line: RosterLine?
    try reader.object { reader, key throws(Fault) in
      guard line == nil else { throw Fault("A line holds one thing only.") }
      switch key {
      case "person": line = .person(try person(&reader))
      case "section", "enrollments":
        let (section, people) = try section(&reader, hasDetails: key == "section")
        line = .section(section, people: people)
      case "departed": line = .departed(try departure(&reader))
      case "rejected", "warning": line = .note(try note(&reader, isRejected: key == "rejected"))
      default: throw .unknownKey
      }
    }
    try reader.end()
    guard let line else { throw Fault("It holds nothing.") }
    return line
  }

  // MARK: People

  /// Reads a person's object.
  func person(_ reader: inout JSONReader) throws(Fault) -> Identity {
    var person = PersonFields(provider: provider)
    try reader.object { reader, key throws(Fault) in
      guard try person.take(key, &reader) else { throw .unknownKey }
    }
    return try person.identity()
  }

  /// Reads a person's object without the keys that name her.
  func profile(_ reader: inout JSONReader) throws(Fault) -> Profile {
    var person = PersonFields(provider: provider)
    try reader.object { reader, key throws(Fault) in
      guard try person.takeOfProfile(key, &reader) else { throw .unknownKey }
    }
    return try person.requiredProfile()
  }

  // MARK: Sections

  private func section(
    _ reader: inout JSONReader, hasDetails: Bool
  ) throws(Fault) -> (RosterSection, [Identity]) {
    var key: Section.Key?
    var details = hasDetails ? Section.Details() : nil
    var roster: [RosterMember]?
    try reader.object { reader, name throws(Fault) in
      switch name {
      case "provider": try requireProvider(&reader)
      case "subject_id": key = try self.key(&reader)
      case "members": roster = try members(&reader)
      default:
        guard hasDetails, let field = Section.Details.Field(rawValue: name) else {
          throw .unknownKey
        }
        details?[field] = try reader.optionalText().map { [$0] } ?? []
      }
    }
    guard let key else { throw .missing("subject_id") }
    guard let roster else { throw .missing("members") }
    let places = roster.compactMap(\.place)
    guard places.isEmpty || places.count == roster.count else {
      throw Fault("All members name file and line, or none.").within("members")
    }
    let section = RosterSection(
      key: key, details: details, members: roster.map(\.member), places: places)
    return (section, roster.compactMap(\.identity))
  }

  /// A member as a line tells of it.
  private struct RosterMember {
    let member: RosterSection.Member
    /// The person, if given in full.
    let identity: Identity?
    let place: RosterPlace?
  }

  private func members(_ reader: inout JSONReader) throws(Fault) -> [RosterMember] {
    var members: [RosterMember] = []
    try reader.list { reader throws(Fault) in members.append(try member(&reader)) }
    return members
  }

  private func member(_ reader: inout JSONReader) throws(Fault) -> RosterMember {
    var person = PersonFields(provider: provider)
    var role: EnrollmentRole?
    var file: String?
    var line: Int?
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "enrollment_role": role = try reader.word()
      case "file": file = try reader.text()
      case "line": line = try reader.wholeNumber()
      default: guard try person.take(key, &reader) else { throw .unknownKey }
      }
    }
    guard let role else { throw .missing("enrollment_role") }
    guard (file == nil) == (line == nil) else { throw .missing(file == nil ? "file" : "line") }
    let key = try person.requiredKey()
    let identity = person.isReference ? nil : try person.identity()
    return RosterMember(
      member: RosterSection.Member(key, role), identity: identity,
      place: file.flatMap { file in line.map { RosterPlace(file: file, line: $0) } })
  }

  // MARK: Departures and notes

  private func departure(_ reader: inout JSONReader) throws(Fault) -> RosterLine.Departure {
    let names = try names(&reader)
    switch (names.section, names.person) {
    case (let section?, let person?): return .member(EnrollmentKey(section, person))
    case (let section?, nil): return .section(section)
    case (nil, let person?): return .person(person)
    case (nil, nil): throw Fault("It names neither a person nor a section.")
    }
  }

  private func note(_ reader: inout JSONReader, isRejected: Bool) throws(Fault) -> RosterNote {
    var texts: [String: String] = [:]
    var line: Int?
    var protected: RosterNote.Protected?
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "file", "field", "reason": texts[key] = try reader.text()
      case "line": line = try reader.wholeNumber()
      case "protects": protected = try self.protected(&reader)
      default: throw .unknownKey
      }
    }
    guard let file = texts["file"] else { throw .missing("file") }
    guard let line else { throw .missing("line") }
    guard let field = texts["field"] else { throw .missing("field") }
    guard let reason = texts["reason"] else { throw .missing("reason") }
    if isRejected && protected == nil { throw .missing("protects") }
    let kept = protected ?? .nothing
    return RosterNote(
      isRejected ? .rejected(protecting: kept) : .warning(protecting: kept), file: file, line: line,
      field: field, reason: reason)
  }

  private func protected(_ reader: inout JSONReader) throws(Fault) -> RosterNote.Protected {
    let names = try names(&reader, all: .allowed)
    switch (names.section, names.person, names.all) {
    case (nil, nil, nil): return .nothing
    case (let section?, let person?, nil): return .enrollment(section, person)
    case (let section?, nil, nil): return .section(section)
    case (nil, let person?, nil): return .person(person)
    case (nil, nil, .people): return .allPeople
    case (nil, nil, .sections): return .allSections
    case (nil, nil, .enrollments): return .allEnrollments
    default: throw Fault("It names all of something and one of it.")
    }
  }

  private struct Names {
    var section: Section.Key?
    var person: Identity.Key?
    var all: All?
  }

  private enum NamingAll { case allowed, refused }

  private func names(
    _ reader: inout JSONReader, all: NamingAll = .refused
  ) throws(Fault) -> Names {
    var names = Names()
    try reader.object { reader, key throws(Fault) in
      switch key {
      case "section": names.section = try self.key(&reader)
      case "person": names.person = try self.key(&reader)
      case "all" where all == .allowed: names.all = try reader.word()
      default: throw .unknownKey
      }
    }
    return names
  }

  // MARK: Keys

  private func key<Owner>(_ reader: inout JSONReader) throws(Fault) -> ProviderKey<Owner> {
    guard let provider else { preconditionFailure("lines are read for a provider") }
    return ProviderKey(provider, try reader.identifier())
  }

  private func requireProvider(_ reader: inout JSONReader) throws(Fault) {
    guard try reader.provider() == provider else { throw .otherProvider }
  }
}
