/// Who does something, and why: kept in the journal.
public struct Attribution: Hashable, Sendable {
  /// Who: a login name, an account's ID, or the app's own name for what acts by itself.
  public let actor: String
  /// Why, in their words.
  public let reason: String?

  /// Creates an attribution.
  public init(actor: String, reason: String? = nil) {
    self.actor = actor
    self.reason = reason
  }
}
