import Provisioning

/// What could not be taken, in some 32 bytes a note: a listing may hold a million of them, if the
/// wrong file was put beside the right ones.
struct NoteLog<Field: RawRepresentable<String> & Sendable>: Sendable {
  /// A note whose keys are still numbers.
  struct Entry: Sendable {
    let effect: Effect
    let file: RowFault.FileNumber
    let line: UInt32
    let field: Field
    let fault: RowFault
  }

  /// What follows from a note.
  enum Effect: Hashable, Sendable {
    case warning(Protected)
    case rejected(Protected)
  }

  /// `RosterNote.Protected`, with identifiers by their numbers in the listing's tables.
  enum Protected: Hashable, Sendable {
    case nothing
    case person(PersonNumber)
    case section(UInt32)
    case enrollment(section: UInt32, person: PersonNumber)
    case allPeople
    case allSections
    case allEnrollments
  }

  private(set) var entries: [Entry] = []

  /// Notes that a row was taken without `field`, which names what is protected, if anything.
  mutating func warn(
    _ row: RowPlace, _ field: Field, _ fault: RowFault, protecting protected: Protected = .nothing
  ) {
    add(.warning(protected), row, field, fault)
  }

  /// Puts a warning before all other notes, as the one that explains them. Complexity: O(notes).
  mutating func warnFirst(
    _ row: RowPlace, _ field: Field, _ fault: RowFault, protecting protected: Protected
  ) {
    entries.insert(
      Entry(
        effect: .warning(protected), file: row.file, line: row.line, field: field, fault: fault),
      at: 0)
  }

  /// Notes that a row was not taken.
  mutating func reject(
    _ row: RowPlace, _ field: Field, _ fault: RowFault, protecting protected: Protected
  ) {
    add(.rejected(protected), row, field, fault)
  }

  private mutating func add(
    _ effect: Effect, _ row: RowPlace, _ field: Field, _ fault: RowFault
  ) {
    entries.append(
      Entry(effect: effect, file: row.file, line: row.line, field: field, fault: fault))
  }
}

/// A row, by file and the line on which it begins.
struct RowPlace: Sendable {
  let file: RowFault.FileNumber
  let line: UInt32

  /// The line is capped: no file that can be read here has more than four thousand million.
  init(_ file: some ListedFile, line: Int) {
    self.file = file.rawValue
    self.line = UInt32(clamping: line)
  }
}

/// A person, by the table of identifiers that the person's role has, and the number there.
struct PersonNumber: Hashable, Sendable {
  let table: UInt8
  let number: UInt32
}
