import Provisioning

extension ListingPages {
  /// The notes of a page.
  func notes(_ range: Range<Int>) -> [RosterNote] {
    let names = Layout.File.allCases.map { listing.name(of: $0) }
    return listing.notes.entries[range].map { entry in
      RosterNote(
        kind(entry.effect), file: names[Int(entry.file)], line: Int(entry.line),
        field: entry.field.rawValue, reason: entry.fault.reason(files: names))
    }
  }

  /// The notes of all pages.
  var allNotes: RosterNotes {
    var notes = RosterNotes()
    let count = listing.notes.entries.count
    for start in stride(from: 0, to: count, by: 1000) {
      notes.append(self.notes(start..<min(start + 1000, count)))
    }
    return notes
  }

  private func kind(_ effect: NoteLog<Layout.Column>.Effect) -> RosterNote.Kind {
    switch effect {
    case .warning(let protected): .warning(protecting: self.protected(protected))
    case .rejected(let protected): .rejected(protecting: self.protected(protected))
    }
  }

  private func protected(_ protected: NoteLog<Layout.Column>.Protected) -> RosterNote.Protected {
    switch protected {
    case .nothing: .nothing
    case .person(let number): .person(personKey(number))
    case .section(let number): .section(sectionKey(number))
    case .enrollment(let section, let person):
      .enrollment(sectionKey(section), personKey(person))
    case .allPeople: .allPeople
    case .allSections: .allSections
    case .allEnrollments: .allEnrollments
    }
  }

  /// The key of a person.
  func personKey(_ person: PersonNumber) -> Identity.Key {
    let table = Int(person.table)
    let identifiers = listing.people[table].identifiers
    return Identity.Key(
      provider, checked(identifiers.text(person.number, after: Layout.subjectPrefixes[table])))
  }

  /// The key of a section.
  func sectionKey(_ section: UInt32) -> Section.Key {
    Section.Key(provider, checked(listing.sections.text(section)))
  }

  private func checked<Owner>(_ text: String) -> Identifier<Owner> {
    guard let identifier = Identifier<Owner>(text) else {
      preconditionFailure("tables take only what was checked to be an identifier")
    }
    return identifier
  }
}
