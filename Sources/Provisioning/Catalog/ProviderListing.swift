/// What of a provider's is to be listed.
public enum ProviderListing: Hashable, Sendable {
  /// All of one district's people and sections; `nil` is the only district that there is.
  case district(String?)
  /// One teacher's sections. Her district matters where a district's token is to read them.
  case teacher(Identity.Subject, in: String?)
}

/// A listing of a provider's that can be brought in.
public struct OpenedListing: Sendable {
  /// How far it has come.
  public typealias Progress = @Sendable (RosterProgress) -> Void

  /// Brings it in, by the front door of a store.
  public let bringIn:
    @Sendable (
      Provisioner, RosterOrder, @escaping Progress
    ) async throws(ProvisioningError) -> BroughtIn
  /// Closes the connections. Nothing may be brought in afterwards.
  public let close: @Sendable () async -> Void

  /// Creates an opened listing.
  public init(
    bringIn:
      @escaping @Sendable (
        Provisioner, RosterOrder, @escaping Progress
      ) async throws(ProvisioningError) -> BroughtIn,
    close: @escaping @Sendable () async -> Void
  ) {
    self.bringIn = bringIn
    self.close = close
  }
}

/// How a roster is to be brought in.
public struct RosterOrder: Sendable {
  /// What holds it.
  public var limit: RemovalLimit
  /// Who wants it, and why.
  public var by: Attribution
  /// Whether it is carried out.
  public var mode: Provisioner.Mode
  /// Whether all is listed, even where the provider tells what has changed.
  public var listsAll: Bool

  /// Creates an order.
  public init(
    limit: RemovalLimit, by: Attribution, mode: Provisioner.Mode, listsAll: Bool = false
  ) {
    self.limit = limit
    self.by = by
    self.mode = mode
    self.listsAll = listsAll
  }
}

/// What a listing of a provider's came to.
public struct BroughtIn: Sendable {
  /// What was brought in, or held.
  public var outcome: RosterOutcome
  /// What whoever asked should know of the way, in a sentence; `nil` if there is nothing.
  public var note: String?

  /// Creates an outcome.
  public init(outcome: RosterOutcome, note: String? = nil) {
    self.outcome = outcome
    self.note = note
  }
}
