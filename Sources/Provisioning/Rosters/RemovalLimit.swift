/// How much a sync may end before a person must decide.
public enum RemovalLimit: Hashable, Sendable {
  /// Held when more than `count` enrollments and more than `percent` of those in scope would end.
  case over(count: Int, percent: Int)
  /// Held when more than this many would end, whatever their share: what was approved before.
  case upTo(Int)
  /// Never held.
  case none

  /// Over 25 enrollments and over 20 percent.
  public static let standard = RemovalLimit.over(count: 25, percent: 20)

  /// Whether ending `ends` of `scope` active enrollments needs a person's word.
  public func holds(ends: Int, of scope: Int) -> Bool {
    switch self {
    case .over(let count, let percent):
      // Nothing is more than all; and percents that are written by hand may be of any size.
      ends > count && percent < 100 && ends * 100 > percent * scope
    case .upTo(let count): ends > count
    case .none: false
    }
  }
}
