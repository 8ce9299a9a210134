/// One school of a district with everybody in it.
///
/// Depends on the seed and on its own number alone, so a larger district begins with the schools of a
/// smaller one.
struct School: Sendable {
  enum Size {
    static let students = 500
    static let teachers = 25
    static let staff = 2
    static let sections = 200
    static let seats = 25
  }

  /// What a class is, who teaches it, and who sits in it.
  struct Class: Sendable {
    let id: Int
    /// From 1 within the school.
    let number: Int
    /// The course's place in the vocabulary.
    let course: Int
    let grade: Int
    /// From 1 to 10; `nil` for a few.
    let period: Int?
    let isNamedAfterCourse: Bool
    let tellsSubject: Bool
    /// The family name that the class was called after when it was set up.
    let calledAfter: String
    var teacher: Int
    var coTeachers: [Int]
    var roster: [Int]
  }

  enum Kind: Int, CaseIterable, Sendable {
    case elementary, middle, high

    var grades: [Int] {
      switch self {
      case .elementary: [0, 1, 2, 3, 4, 5]
      case .middle: [6, 7, 8]
      case .high: [9, 10, 11, 12]
      }
    }

    var word: String {
      switch self {
      case .elementary: "Elementary School"
      case .middle: "Middle School"
      case .high: "High School"
      }
    }
  }

  let index: Int
  let kind: Kind
  let name: String
  let principal: String
  var students: [Student] = []
  var teachers: [Teacher] = []
  var staff: [Clerk] = []
  var classes: [Class] = []
  /// A teacher of the school before, who teaches here as well.
  private(set) var visitor: Teacher?

  /// The ID in the files, four digits or more.
  var id: String {
    let digits = String(index + 1)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Makes the school. Complexity: O(its people and seats).
  init(_ index: Int, seed: UInt64) {
    var dice = Dice(seed: seed, .school, index)
    self.index = index
    kind = Kind.allCases[index % Kind.allCases.count]
    name = "\(dice.pick(Vocabulary.familyNames).text) \(kind.word)"
    principal =
      "\(dice.pick(Vocabulary.givenNames).text) \(dice.pick(Vocabulary.familyNames).text)"
    students = (0..<Size.students).map {
      Student(index * Size.students + $0, grades: kind.grades, &dice)
    }
    teachers = (0..<Size.teachers).map { Teacher(index * Size.teachers + $0, &dice) }
    staff = (0..<Size.staff).map { Clerk(index * Size.staff + $0, &dice) }
    // Two people with one SIS ID: it is unique within a role only.
    if index % 3 == 0 { teachers[1].person.sisID = students[8].person.sisID }
    classes = (0..<Size.sections).map { makeClass($0, &dice) }
    dealSeats(&dice)
  }

  /// Every fourth school shares a teacher with the one before, who teaches its last class.
  mutating func receiveVisitor(from neighbour: School?) {
    guard index % 4 == 1, let neighbour else { return }
    visitor = neighbour.teachers[2]
    classes[classes.count - 1].teacher = neighbour.teachers[2].person.sisID
  }

  private func makeClass(_ number: Int, _ dice: inout Dice) -> Class {
    let primary = number % Size.teachers
    var others: [Int] = []
    if dice.happens(150) {
      let count = dice.happens(200) ? 2 : 1
      for _ in 0..<count {
        let other = (number + 1 + dice.below(Size.teachers)) % Size.teachers
        if other != primary, !others.contains(other) { others.append(other) }
      }
    }
    return Class(
      id: 100_000 + index * Size.sections + number, number: number + 1,
      course: dice.below(Vocabulary.courses.count), grade: dice.pick(kind.grades),
      period: dice.happens(50) ? nil : 1 + number * 10 / Size.sections,
      isNamedAfterCourse: !dice.happens(50), tellsSubject: dice.happens(100),
      calledAfter: teachers[primary].person.family, teacher: teachers[primary].person.sisID,
      coTeachers: others.map { teachers[$0].person.sisID }, roster: [])
  }

  /// Seats are dealt like cards: everybody has one class each period.
  private mutating func dealSeats(_ dice: inout Dice) {
    var deck: [Int] = []
    for place in classes.indices {
      if deck.count < Size.seats {
        deck = students.map(\.person.sisID)
        dice.shuffle(&deck)
      }
      classes[place].roster = Array(deck.suffix(Size.seats))
      deck.removeLast(Size.seats)
    }
  }
}

extension Student {
  init(_ number: Int, grades: [Int], _ dice: inout Dice) {
    let (given, family) = (dice.pick(Vocabulary.givenNames), dice.pick(Vocabulary.familyNames))
    let login = "\(given.login).\(family.login)\(number)"
    grade = dice.pick(grades)
    middle = dice.happens(600) ? dice.pick(Vocabulary.initials) : ""
    gender = dice.pick(Gender.allCases)
    birth = Day(
      year: SchoolYear.end - 6 - grade, month: 1 + dice.below(12), day: 1 + dice.below(28))
    guardian = "\(dice.pick(Vocabulary.givenNames).text) \(family.text)"
    relation = dice.pick(Vocabulary.relations)
    person = Person(
      sisID: ScatteredID.student(number), number: number, given: given.text, family: family.text,
      login: login, email: dice.happens(80) ? "" : login + "@students.example.org")
  }
}

extension Teacher {
  init(_ number: Int, _ dice: inout Dice) {
    let (given, family) = (dice.pick(Vocabulary.givenNames), dice.pick(Vocabulary.familyNames))
    let login = "\(given.login).\(family.login)\(number)"
    subject = dice.pick(Vocabulary.courses).name
    person = Person(
      sisID: ScatteredID.teacher(number), number: number, given: given.text, family: family.text,
      login: login, email: dice.happens(20) ? "" : login + "@example.org")
  }
}

extension Clerk {
  init(_ number: Int, _ dice: inout Dice) {
    let (given, family) = (dice.pick(Vocabulary.givenNames), dice.pick(Vocabulary.familyNames))
    let login = "\(given.login).\(family.login).\(number)"
    department = dice.pick(Vocabulary.departments)
    title = dice.pick(Vocabulary.titles)
    person = Person(
      sisID: 12_000 + number, number: number, given: given.text, family: family.text,
      login: login, email: login + "@office.example.org")
  }
}
