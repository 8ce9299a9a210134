/// An import or sync: many change sets under one name.
public enum Run {
  /// A run's name.
  public typealias ID = Identifier<Run>
}
