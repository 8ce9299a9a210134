/// What a kind of store can do with a store as a whole, beside programs that have it open.
///
/// Stores are named by their location, and files by their path. Progress is told in units of the
/// store's own, done and in all. Cancelling the task ends any of it without effect.
public struct StoreUpkeep: Sendable {
  /// How far a piece of work has come.
  public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

  /// Copies the store at a location to a file, as it stands at one moment. The file appears whole
  /// or not at all. Throws `refused` if it is there and is not to be replaced.
  public let backUp:
    @Sendable (
      _ location: String, _ file: String, ExistingFile, @escaping Progress
    ) async throws(ProvisioningError) -> Void
  /// Reads and checks the backup in a file. Nothing of the store at the location is touched.
  public let prepareRestore:
    @Sendable (
      _ location: String, _ file: String, @escaping Progress
    ) async throws(ProvisioningError) -> PendingRestore
  /// Brings the store at a location to the present layout, all steps or none.
  public let migrate:
    @Sendable (
      _ location: String, Provisioner.Mode, @escaping Progress
    ) async throws(ProvisioningError) -> LayoutChange

  /// Creates an upkeep.
  public init(
    backUp:
      @escaping @Sendable (
        String, String, ExistingFile, @escaping Progress
      ) async throws(ProvisioningError) -> Void,
    prepareRestore:
      @escaping @Sendable (
        String, String, @escaping Progress
      ) async throws(ProvisioningError) -> PendingRestore,
    migrate:
      @escaping @Sendable (
        String, Provisioner.Mode, @escaping Progress
      ) async throws(ProvisioningError) -> LayoutChange
  ) {
    self.backUp = backUp
    self.prepareRestore = prepareRestore
    self.migrate = migrate
  }
}

/// What happens to a file that is where a backup is to be.
public enum ExistingFile: Hashable, Sendable {
  /// It stays, and the backup is refused.
  case keep
  /// The backup takes its place.
  case replace
}

/// A backup that was read and checked, and may take the place of what a store holds.
public struct PendingRestore: Sendable {
  /// What the backup holds.
  public let coming: StoreCounts
  /// What the store holds; `nil` if it is missing, or cannot be counted.
  public let present: StoreCounts?
  /// Puts the backup's content in place of the store's, all of it or none, and returns the name of
  /// the file in which the old content is kept; `nil` if there was none. A missing store is made.
  public let carryOut:
    @Sendable (@escaping StoreUpkeep.Progress) async throws(ProvisioningError) -> String?
  /// Forgets the backup. To be called in any case, at the end.
  public let discard: @Sendable () async -> Void

  /// Creates a pending restore.
  public init(
    coming: StoreCounts, present: StoreCounts?,
    carryOut:
      @escaping @Sendable (
        @escaping StoreUpkeep.Progress
      ) async throws(ProvisioningError) -> String?,
    discard: @escaping @Sendable () async -> Void
  ) {
    self.coming = coming
    self.present = present
    self.carryOut = carryOut
    self.discard = discard
  }
}

/// A store's layout before and after it was brought up, or would be.
public struct LayoutChange: Hashable, Sendable {
  /// The version that the store had.
  public let from: Int
  /// The version that it has.
  public let to: Int
  /// The file in which the store is kept as it was; `nil` if nothing was changed.
  public let kept: String?

  /// Creates a change.
  public init(from: Int, to: Int, kept: String?) {
    self.from = from
    self.to = to
    self.kept = kept
  }
}
