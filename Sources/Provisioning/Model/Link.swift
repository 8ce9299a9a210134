/// Ties one identity key to one account, and keeps what the provider last asserted through it.
///
/// A key has at most one link; an account may have several. What another link's provider says of
/// the same person stays with that link, so a merged account does not flip between two names.
public struct Link: Hashable, Sendable {
  /// The identity's key.
  public let key: Identity.Key
  /// What is stored of the link.
  public var state: State
  /// The journal entry that last wrote the link.
  public let revision: Revision

  /// Creates a link; stores do.
  public init(key: Identity.Key, state: State, revision: Revision) {
    self.key = key
    self.state = state
    self.revision = revision
  }

  /// What is stored of a link.
  public struct State: Hashable, Sendable {
    /// The account that the key belongs to.
    public var account: Account.ID
    /// Who authorized the data.
    public var sharing: Sharing
    /// When the link was made.
    public var since: Timestamp
    /// Why the key is believed to belong to the account.
    public var because: Evidence
    /// What the provider last asserted.
    public var profile: Profile

    /// Creates a state.
    public init(
      account: Account.ID, sharing: Sharing, since: Timestamp, because: Evidence, profile: Profile
    ) {
      self.account = account
      self.sharing = sharing
      self.since = since
      self.because = because
      self.profile = profile
    }
  }
}

extension Link.State {
  /// What the link keeps after its provider has told of the person again. Without `blanks`, a blank
  /// field takes nothing back.
  ///
  /// Nor does what a teacher shares take back what a district has shared: the Library knows a
  /// student by first name and initial.
  func following(_ identity: Identity, blanks: RosterBlanks) -> Link.State {
    if sharing == .district, identity.sharing == .teacher { return self }
    var next = self
    next.sharing = identity.sharing
    next.profile = identity.profile
    if blanks == .untold { next.profile.fillBlanks(from: profile) }
    return next
  }
}

/// Why an identity is believed to belong to an account; kept with the link.
public struct Evidence: Hashable, Sendable {
  /// What kind of evidence it is.
  public let kind: Kind
  /// The link through which the account was found: a new key found by it goes where it goes.
  public let via: Identity.Key?

  /// Creates evidence.
  public init(_ kind: Kind, via: Identity.Key? = nil) {
    self.kind = kind
    self.via = via
  }

  /// The kinds of evidence. A linker of your own names its kind itself.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The word that stands in the journal, of `[a-z0-9-]`.
    public let rawValue: String
    /// Creates a kind by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The account was created for this identity.
    public static let created = Kind(rawValue: "created")
    /// The provider itself says that two subjects are one person.
    public static let alias = Kind(rawValue: "alias")
    /// The same SIS ID in the same district and role.
    public static let sisID = Kind(rawValue: "sis-id")
    /// The person logged in to the account.
    public static let proof = Kind(rawValue: "proof")
    /// An administrator's word.
    public static let administrator = Kind(rawValue: "administrator")
    /// The same email address. A hint, unless the embedder names a policy that takes it.
    public static let email = Kind(rawValue: "email")
  }
}
