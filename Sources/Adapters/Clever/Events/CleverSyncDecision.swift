public import Provisioning

/// How a district was brought up to date.
public enum CleverSyncDecision: Hashable, Sendable {
  /// By the events since the last sync.
  case events
  /// By listing all of it.
  case listing(because: Reason)

  /// Why all was listed. More may come.
  @nonexhaustive
  public enum Reason: String, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible {
    /// Somebody asked for it.
    case asked
    /// No sync of the district came to its end before.
    case first
    /// The last listing was long ago: what events may have missed is put right.
    case due
    /// The last sync is further back than Clever tells events.
    case tooOld = "too_old"
    /// So much has happened that a listing is shorter.
    case tooMany = "too_many"
    /// Clever tells this app no events, or none since the one that came last.
    case noEvents = "no_events"
    /// A term or a course has changed, and sections that name it do not tell so.
    case catalog
    /// The ID of a section may have come back for another class.
    case otherClass = "other_class"
    /// The district's data is, or was, paused, pending or faulty.
    case standingStill = "standing_still"
    /// The last sync waits for an administrator.
    case held

    public var description: String {
      switch self {
      case .asked: "it was asked for"
      case .first: "no sync has come to its end before"
      case .due: "the last listing was long ago"
      case .tooOld: "the last sync is further back than Clever tells events"
      case .tooMany: "so much has happened that a listing is shorter"
      case .noEvents: "Clever tells this app no events, or none since the last one"
      case .catalog: "a term or a course has changed"
      case .otherClass: "the ID of a section may have come back for another class"
      case .standingStill: "the district's data is, or was, paused, pending or faulty"
      case .held: "the last sync waits for an administrator"
      }
    }
  }
}

/// What a sync of a district came to.
public struct CleverSyncOutcome: Sendable {
  /// How it was done.
  public let decision: CleverSyncDecision
  /// How many events there were; 0 where all was listed.
  public let events: Int
  /// What was brought in, or held.
  public let outcome: RosterOutcome

  /// How it was done, in a sentence; `nil` where whoever asked expects no other way.
  public var note: String? {
    switch decision {
    case .events: "By \(events) event\(events == 1 ? "" : "s") since the last sync."
    case .listing(.asked), .listing(.first): nil
    case .listing(let reason): "All was listed: \(reason)."
    }
  }
}
