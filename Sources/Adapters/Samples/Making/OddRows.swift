extension SampleDistrict {
  /// Whether a school's rows have oddities: in a messy district those of the first of every ten.
  func hasOddRows(_ school: School) -> Bool { condition == .messy && school.index % 10 == 0 }
}

extension School {
  /// The place of the class whose row stands twice where rows are odd.
  static let repeatedClass = 1
}
