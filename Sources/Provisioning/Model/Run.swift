/// An import or sync: many change sets under one name.
///
/// What a run makes is named and dated by the run, so that it comes to the same whether the run was
/// stopped on the way or not.
public struct Run: Hashable, Sendable {
  /// A run's name.
  public typealias ID = Identifier<Run>

  /// The run's name; `nil` for one that is only foretold.
  let id: ID?
  /// When it began.
  let began: Timestamp
}
