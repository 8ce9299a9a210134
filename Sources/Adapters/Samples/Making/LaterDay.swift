/// What happens in a school until a later day: people are renamed, leave, join, go to the next school
/// or to other classes, and a teacher is new.
///
/// Depends on the seed, the school's number and who arrives from the school before.
struct LaterDay: Sendable {
  let district: SampleDistrict
  private var percent: Int { district.changed }

  /// The students before it carry the oddities of files, and stay.
  private static let firstWhoMayGo = 20
  /// The numbers of those who join, far behind those of all who were there.
  private static let firstNewStudent = 10_000_000
  private static let firstNewTeacher = 1_000_000

  /// Changes the school. `arriving` are those who come from the school before; returns those who go on
  /// to the next one.
  func pass(
    over school: inout School, arriving: [Student], changes: inout SampleChanges
  ) -> [Student] {
    var dice = Dice(seed: district.seed, .laterDay, school.index)
    let before = school.classes
    let moving = changeStudents(of: &school, &dice, &changes)
    changeTeachers(of: &school, &dice, &changes)
    changeClasses(of: &school, &dice)
    let count = (School.Size.students * percent + dice.below(1000)) / 1000
    let joining = (0..<count).map { number in
      Student(
        Self.firstNewStudent + school.index * School.Size.students + number,
        grades: school.kind.grades, &dice)
    }
    changes.studentsJoined += joining.count
    changes.studentsMoved += arriving.count
    for student in joining + arriving { seat(student, in: &school, &dice) }
    for (place, (old, new)) in zip(before, school.classes).enumerated() {
      // A row that an import rejects protects what it speaks of.
      let isProtected = district.hasOddRows(school) && place == School.repeatedClass
      changes.enrollmentsEnded += isProtected ? 0 : old.members.subtracting(new.members).count
      changes.enrollmentsStarted += new.members.subtracting(old.members).count
    }
    return moving
  }

  private func changeStudents(
    of school: inout School, _ dice: inout Dice, _ changes: inout SampleChanges
  ) -> [Student] {
    var moving: [Student] = []
    var staying: [Student] = []
    for (place, student) in school.students.enumerated() {
      guard dice.happens(percent * 10) else {
        staying.append(student)
        continue
      }
      let fate = dice.below(10)
      if fate == 0, place >= Self.firstWhoMayGo {
        moving.append(student)
      } else if fate == 1, place >= Self.firstWhoMayGo {
        changes.studentsLeft += 1
      } else {
        var renamed = student
        renamed.person.family += "-" + dice.pick(Vocabulary.familyHeads)
        staying.append(renamed)
        changes.studentsRenamed += 1
      }
    }
    school.students = staying
    return moving
  }

  private func changeTeachers(
    of school: inout School, _ dice: inout Dice, _ changes: inout SampleChanges
  ) {
    for place in school.teachers.indices where dice.happens(percent * 10) {
      school.teachers[place].person.family += "-" + dice.pick(Vocabulary.familyHeads)
      changes.teachersRenamed += 1
    }
    guard dice.happens(min(1000, percent * 100)) else { return }
    let newcomer = Teacher(Self.firstNewTeacher + school.index, &dice)
    let taken = Self.firstWhoMayGo + dice.below(school.classes.count - Self.firstWhoMayGo - 1)
    school.classes[taken].teacher = newcomer.person.sisID
    school.teachers.append(newcomer)
    changes.teachersJoined += 1
  }

  /// Those who have gone leave their seats; `percent` of the others change places with somebody from
  /// another class.
  private func changeClasses(of school: inout School, _ dice: inout Dice) {
    let here = school.students.map(\.person.sisID)
    let isHere = Set(here)
    for place in school.classes.indices {
      var roster = school.classes[place].roster.filter { isHere.contains($0) }
      for seat in roster.indices where dice.happens(percent * 10) {
        let newcomer = dice.pick(here)
        if !roster.contains(newcomer) { roster[seat] = newcomer }
      }
      school.classes[place].roster = roster
    }
  }

  private func seat(_ student: Student, in school: inout School, _ dice: inout Dice) {
    school.students.append(student)
    for _ in 0..<10 {
      let place = dice.below(school.classes.count)
      guard !school.classes[place].roster.contains(student.person.sisID) else { continue }
      school.classes[place].roster.append(student.person.sisID)
    }
  }
}

extension School.Class {
  /// Everybody in the class: students by their ID, teachers by its negative.
  fileprivate var members: Set<Int> { Set(roster + ([teacher] + coTeachers).map { -$0 }) }
}
