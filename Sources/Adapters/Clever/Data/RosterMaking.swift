import Provisioning

extension CleverPerson {
  /// Whom a district's listing lists.
  func identity(of district: CleverID) -> Identity {
    var identity = identity(sharing: .district)
    identity.profile.district = district.rawValue
    return identity
  }

  /// Whom a listing lists. What Clever calls the person in other versions are aliases.
  func identity(sharing: Sharing) -> Identity {
    Identity(
      key: id.personKey, aliases: ids.withoutRepeats.dropFirst().map(\.subject), sharing: sharing,
      profile: profile(leading: nil))
  }
}

extension CleverSection {
  /// The section as a district's listing has it.
  func listed(_ catalog: CleverCatalog, of district: CleverID) -> RosterSection {
    var section = listed(catalog)
    section.details?.district = district.rawValue
    return section
  }

  /// The section as the planner takes it. `further` students are in it as well.
  func listed(_ catalog: CleverCatalog?, further: [CleverID] = []) -> RosterSection {
    let taught = teachers.map { id in
      RosterSection.Member(id.personKey, id == teacher ? .primaryTeacher : .coTeacher)
    }
    let teachers = Set(self.teachers)
    let learning = (students + further).withoutRepeats.filter { !teachers.contains($0) }
    return RosterSection(
      key: id.sectionKey, details: details(catalog),
      members: taught + learning.map { RosterSection.Member($0.personKey, .student) })
  }

  private func details(_ catalog: CleverCatalog?) -> Section.Details {
    var details = Section.Details()
    details.name = name
    details.sectionNumber = sectionNumber
    details.subject = subject?.rawValue
    details.grade = grade?.rawValue
    details.period = period
    details.school = school?.rawValue
    details.district = district?.rawValue
    let course = course.flatMap { catalog?.courses[$0] }
    details.course = course?.name
    details.courseNumber = course?.number
    let term = term.flatMap { catalog?.terms[$0] }
    details.term = term?.name
    details.termStart = term?.start?.description
    details.termEnd = term?.end?.description
    return details
  }
}

extension CleverID? {
  /// Whether a record that names this district is not of the listing's.
  func isAnother(than district: CleverID) -> Bool { map { $0 != district } ?? false }
}

extension CleverID {
  /// The ID as the key of a person.
  var personKey: Identity.Key { Identity.Key(.clever, subject) }

  /// The ID as the key of a section.
  var sectionKey: Section.Key { Section.Key(.clever, identifier()) }

  /// The ID as the name of a district.
  var name: District.ID { identifier() }

  /// What may be an ID here may be one there: 1 to 255 bytes of visible ASCII.
  private func identifier<Owner>() -> Identifier<Owner> { Identifier(rawValue)! }
}

/// Where a record stands that a note is about: the list, and the place in it, from 1.
struct RecordPlace {
  let endpoint: CleverEndpoint
  let number: Int

  func note(_ kind: RosterNote.Kind, _ field: String, _ reason: String) -> RosterNote {
    RosterNote(kind, file: endpoint.description, line: number, field: field, reason: reason)
  }

  /// The note for a record that names another district.
  func stranger(protecting protected: RosterNote.Protected) -> RosterNote {
    note(.rejected(protecting: protected), "district", "It names another district.")
  }

  /// The note for a record that stood before: the first counts.
  func repeated() -> RosterNote {
    note(.warning(protecting: .nothing), "id", "It stands in the listing already.")
  }
}

extension RecordPlace {
  /// The note for a person's record that cannot be used.
  func rejected(person unread: UnreadRecord) -> RosterNote {
    let protected = unread.id.map { RosterNote.Protected.person($0.personKey) } ?? .allPeople
    return note(.rejected(protecting: protected), unread.field, unread.reason)
  }

  /// The note for a section's record that cannot be used.
  func rejected(section unread: UnreadRecord) -> RosterNote {
    let protected = unread.id.map { RosterNote.Protected.section($0.sectionKey) } ?? .allSections
    return note(.rejected(protecting: protected), unread.field, unread.reason)
  }

  /// The note for a person of whom no role is known here.
  func withoutRole(_ person: CleverPerson) -> RosterNote {
    note(
      .rejected(protecting: .person(person.id.personKey)), "roles",
      "It has no role that is known here.")
  }

  /// The notes for lists of people that could not be read wholly: nobody leaves the section by them.
  func unread(_ section: CleverSection, missingToo: Bool) -> [RosterNote] {
    section.unread.filter { missingToo || !$0.isMissing }.map { list in
      note(
        .warning(protecting: .section(section.id.sectionKey)), list.field,
        list.isMissing ? "It is missing." : "It holds something else than IDs.")
    }
  }
}
