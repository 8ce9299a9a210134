/// A rule that says which account an identity belongs to. It only reads.
///
/// Linkers are asked in order, on their occasions, about identities whose key has no link yet. The
/// first that says `belongs` or `refused` decides; suggestions are collected for the person who is
/// asked.
public protocol IdentityLinker: Sendable {
  /// The linker's name, of `[a-z0-9-]`, for explanations.
  var name: String { get }
  /// When the linker is asked; on both occasions unless it says otherwise.
  var occasions: Set<LinkOccasion> { get }
  /// A verdict for each of `identities`, in their order.
  func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) async throws(ProvisioningError) -> [LinkVerdict]
}

extension IdentityLinker {
  /// Both.
  public var occasions: Set<LinkOccasion> { [.signIn, .import] }
}

/// When linkers are asked.
public enum LinkOccasion: Hashable, Sendable {
  /// Somebody signs in with a key that is new.
  case signIn
  /// A roster lists somebody whose key is new.
  case `import`
}

/// What a linker says of an identity.
///
/// `expecting` names the reads behind a verdict, with their answers: they are repeated when what
/// follows from it is committed, so that two people who are one, met at once, become one account.
public enum LinkVerdict: Hashable, Sendable {
  /// It belongs to this account.
  case belongs(to: Account.ID, because: Evidence, expecting: [Expectation] = [])
  /// It may belong to one of these: a person must say.
  case suggests([Account.ID], because: Evidence, expecting: [Expectation] = [])
  /// It must not be linked.
  case refused(because: String)
  /// The linker knows nothing of it.
  case noOpinion(expecting: [Expectation] = [])

  /// The reads behind the verdict.
  public var expectations: [Expectation] {
    switch self {
    case .belongs(_, _, let expectations), .suggests(_, _, let expectations),
      .noOpinion(let expectations):
      expectations
    case .refused: []
    }
  }
}

/// Finds people by the subjects that the provider itself calls the same person.
///
/// Aliases decide before all other linkers, and several that disagree need care, so the sign-in
/// planner looks them up itself; in imports this linker does.
public struct AliasLinker: IdentityLinker {
  /// `alias`.
  public let name = "alias"
  /// Imports: at a sign-in the planner itself looks aliases up.
  public let occasions: Set<LinkOccasion> = [.import]

  /// Creates the linker.
  public init() {}

  public func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) async throws(ProvisioningError) -> [LinkVerdict] {
    let keys = identities.flatMap(\.aliasKeys)
    let links = keys.isEmpty ? [] : try await accounts.links(keys)
    let found = Dictionary(links.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    return identities.map { identity in
      LinkVerdict(
        from: identity.aliasKeys.compactMap { found[$0] }, kind: .alias,
        expecting: identity.aliasKeys.map { .link($0, found[$0]?.revision) })
    }
  }
}

/// Finds people by the SIS ID that their district gave them, within the district and the role.
///
/// Takes the word of district-shared data only: a teacher-shared (Library) identity proves no
/// district.
public struct SISLinker: IdentityLinker {
  /// `sis-id`.
  public let name = "sis-id"

  /// Creates the linker.
  public init() {}

  public func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) async throws(ProvisioningError) -> [LinkVerdict] {
    let wanted = identities.map { $0.sharing == .district ? $0.profile.sisKey : nil }
    let keys = wanted.compactMap { $0 }
    let links = keys.isEmpty ? [] : try await accounts.links(matching: keys)
    let found = Dictionary(grouping: links.filter { $0.state.profile.sisKey != nil }) {
      $0.state.profile.sisKey
    }
    return wanted.map { sisKey in
      guard let sisKey else { return .noOpinion() }
      let links = (found[sisKey] ?? []).sorted { $0.key < $1.key }
      return LinkVerdict(
        from: links.filter { $0.state.sharing == .district }, kind: .sisID,
        expecting: [.linksMatching(sisKey, links.map(\.key))]
          + links.map { .link($0.key, $0.revision) })
    }
  }
}

/// Suggests accounts with the same email address. Never more: addresses are unverified, optional,
/// and shared by parents and children.
public struct EmailSuggester: IdentityLinker {
  /// `email`.
  public let name = "email"
  /// Sign-ins: an import asks nobody.
  public let occasions: Set<LinkOccasion> = [.signIn]

  /// Creates the linker.
  public init() {}

  public func verdicts(
    on identities: [Identity], among accounts: any AccountReader
  ) async throws(ProvisioningError) -> [LinkVerdict] {
    var verdicts: [LinkVerdict] = []
    for identity in identities {
      guard let email = identity.profile.email.flatMap({ EmailAddress($0) }) else {
        verdicts.append(.noOpinion())
        continue
      }
      let found = try await accounts.accounts(holding: email).map(\.id).sorted()
      verdicts.append(found.isEmpty ? .noOpinion() : .suggests(found, because: Evidence(.email)))
    }
    return verdicts
  }
}

extension LinkVerdict {
  /// One account behind `links` is a belonging, several are a suggestion, none is no opinion.
  fileprivate init(from links: [Link], kind: Evidence.Kind, expecting: [Expectation]) {
    let accounts = Set(links.map(\.state.account))
    switch (links.first, accounts.count) {
    case (let first?, 1):
      self = .belongs(
        to: first.state.account, because: Evidence(kind, via: first.key), expecting: expecting)
    case (nil, _): self = .noOpinion(expecting: expecting)
    default:
      self = .suggests(accounts.sorted(), because: Evidence(kind), expecting: expecting)
    }
  }
}
