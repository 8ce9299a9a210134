import Provisioning

/// People by their identifiers, those that were only mentioned included.
struct PeopleTable: Sendable {
  private(set) var identifiers = IdentifierTable()
  /// What became of each person's rows, by number.
  var statuses: [RowStatus] = []
  /// The leading school of each person, by number, as one more than the school's number.
  private var schools: [UInt32] = []
  /// People and their further schools.
  private(set) var moreSchools = MemberPairs()

  /// How many there are.
  var count: Int { statuses.count }

  /// The number of `identifier`, which is added if it never came.
  mutating func insert(_ identifier: Span<UInt8>) -> UInt32 {
    let (number, isNew) = identifiers.insert(identifier)
    if isNew {
      statuses.append(.unlisted)
      schools.append(0)
    }
    return number
  }

  /// The person's leading school; `nil` if none was told of.
  func school(of person: UInt32) -> UInt32? {
    let school = schools[Int(person)]
    return school == 0 ? nil : school - 1
  }

  /// Adds a school behind those that the person has.
  mutating func add(school: UInt32, to person: UInt32) {
    switch self.school(of: person) {
    case nil: schools[Int(person)] = school + 1
    case school: break
    default: moreSchools.append(group: person, member: school)
    }
  }

  /// Puts a school before those that the person has.
  mutating func lead(school: UInt32, of person: UInt32) {
    let former = self.school(of: person)
    schools[Int(person)] = school + 1
    if let former { add(school: former, to: person) }
  }
}

/// Values by number, where most numbers may have none.
struct NumberedValues<Value: Sendable>: Sendable {
  private var values: [Value] = []
  private let none: Value

  /// Creates values that are all `none`.
  init(none: Value) { self.none = none }

  /// The value of that number.
  subscript(number: UInt32) -> Value {
    get { number < values.count ? values[Int(number)] : none }
    set {
      let missing = Int(number) + 1 - values.count
      if missing > 0 { values += repeatElement(none, count: missing) }
      values[Int(number)] = newValue
    }
  }
}
