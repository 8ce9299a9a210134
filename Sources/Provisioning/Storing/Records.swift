/// Keeps state that is no change set: tickets, held items, runs. It is not journaled.
public protocol RecordStore: Sendable {
  /// The record, or `nil`.
  func record(_ key: Record.Key) async throws(ProvisioningError) -> Record?
  /// The records of one kind in the order of their names, after `name`, at most `limit`.
  func records(
    of kind: Record.Kind, after name: String?, limit: Int
  ) async throws(ProvisioningError) -> [Record]
  /// Applies all of `changes` or none; `conflict` if a record is not in the version expected.
  func write(_ changes: [RecordChange]) async throws(ProvisioningError)
  /// Removes the records that expired before `moment`, and returns how many there were.
  @discardableResult
  func expireRecords(before moment: Timestamp) async throws(ProvisioningError) -> Int
}

/// A small piece of state with a name, in a text of its owner's form (JSON).
public struct Record: Hashable, Sendable {
  /// What the record is called.
  public struct Key: Hashable, Comparable, Sendable {
    /// What kind of record it is.
    public let kind: Kind
    /// Its name within the kind.
    public let name: String
    /// Creates a key.
    public init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }

    /// Orders by kind, then by name.
    public static func < (left: Self, right: Self) -> Bool {
      (left.kind.rawValue, left.name) < (right.kind.rawValue, right.name)
    }
  }

  /// The kinds of records. More may come.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The word for it, of `[a-z-]`.
    public let rawValue: String
    /// Creates a kind by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A sign-in that waits for the person's choice.
    public static let ticket = Kind(rawValue: "ticket")
    /// Something that waits for an administrator.
    public static let held = Kind(rawValue: "held")
    /// An import or sync.
    public static let run = Kind(rawValue: "run")
  }

  /// What it is called.
  public let key: Key
  /// What it says.
  public let value: String
  /// When it stops being valid; `nil`: never.
  public let expires: Timestamp?
  /// How often it was written, from 1; stores count.
  public let version: Int64

  /// Creates a record.
  public init(key: Key, value: String, expires: Timestamp? = nil, version: Int64 = 0) {
    self.key = key
    self.value = value
    self.expires = expires
    self.version = version
  }

  /// Whether it has not expired.
  public func isValid(at moment: Timestamp) -> Bool { expires.map { moment < $0 } ?? true }
}

/// A change of a record, alone or in the commit of a change set.
public enum RecordChange: Hashable, Sendable {
  /// Writes a record whose present version is `replacing`; 0 if there is none.
  case put(Record.Key, value: String, expires: Timestamp?, replacing: Int64)
  /// Removes a record that must be there, in the version that was read: so it is used once.
  case take(Record.Key, version: Int64)
}
