/// A promise of stores to break.
enum Fault: CaseIterable, Sendable {
  case ignoresExpectations, losesAnExpectation, ignoresRevisions, linksTwice, commitsInHalves
  case dropsRecords, refusesRepetition, journalsTwice
  case repeatsRows, readsOneKeyOnly, readsStale, confusesRoles, missesEndedAssertions
  case listsBackwards, includesTheLastKey, ignoresLimits, countsAssertions
  case foldsAllLetters, mindsCase, searchesInside
  case forgetsTheJournal, normalizesJournal, forgetsEmptiedEdits, forgetsWhatWasRemoved
  case forgetsWriters, showsUndoneUndos, listsOldestFirst, ignoresFilters
  case overwritesRecords, takesTwice, repeatsRecords, expiresEarly

  /// The promise, as the check has it that must find the fault.
  var rule: String {
    switch self {
    case .ignoresExpectations: "A plan that others have overtaken is a conflict"
    case .losesAnExpectation: "Each expectation that does not hold is a conflict"
    case .ignoresRevisions: "A row is updated only as it was read"
    case .linksTwice: "A row is created only where there is none"
    case .commitsInHalves: "A commit with one bad part leaves nothing of its good parts"
    case .dropsRecords: "A commit writes its records with its rows, or neither"
    case .refusesRepetition, .journalsTwice:
      "Committing an entry again returns the entry and changes nothing"
    case .repeatsRows, .readsOneKeyOnly:
      "Reads by key find each row once, and leave missing keys out"
    case .readsStale: "A read sees every commit that was acknowledged before it"
    case .confusesRoles: "A SIS key is a district, a role and an ID, and follows what is asserted"
    case .missesEndedAssertions: "Assertions are found by section and by key, ended ones too"
    case .listsBackwards, .includesTheLastKey, .ignoresLimits:
      "Accounts are listed in the order of their identifiers' bytes"
    case .countsAssertions: "Counts are of rows, and of enrollments after merges"
    case .foldsAllLetters, .mindsCase:
      "An email address is found whatever the case of its ASCII letters, and no others"
    case .searchesInside: "A search finds what begins with the text, and no pattern"
    case .forgetsTheJournal: "Entries are listed the newest first, page by page"
    case .normalizesJournal: "The journal keeps odd texts byte for byte"
    case .forgetsEmptiedEdits:
      "The journal keeps an emptied edit apart from none and from a blank one"
    case .forgetsWhatWasRemoved, .forgetsWriters:
      "The journal keeps what was created, updated and removed"
    case .showsUndoneUndos: "An entry knows what took it back, unless that was taken back too"
    case .listsOldestFirst: "Entries are listed the newest first, page by page"
    case .ignoresFilters: "Entries are listed by the account that they touched"
    case .overwritesRecords: "A record is put only over the version that was read"
    case .takesTwice: "A record is taken once"
    case .repeatsRecords: "Records are listed by kind, in the order of their names"
    case .expiresEarly: "Records expire in time"
    }
  }
}
