/// What a blank field of a listing says.
public enum RosterBlanks: Hashable, Sendable {
  /// The provider says that there is nothing: what stood there before goes.
  case told
  /// The provider says nothing: what stood there before stays. A field that a district no longer
  /// shares looks like that.
  case untold
}
