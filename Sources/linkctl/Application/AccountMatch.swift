import Provisioning

/// Why a search found an account: the better the reason, the less it is.
struct AccountMatch: Hashable, Comparable, Sendable {
  /// What of the account was found, the surest first.
  enum Fact: Int, Sendable, CaseIterable {
    case id, key, sisID, email, name
  }

  /// Whether all of it was typed, or its beginning.
  enum Extent: Int, Sendable { case whole, beginning }

  let fact: Fact
  let extent: Extent

  /// The best reason for which a search for `text` finds the account; the ID of an account that was
  /// merged into it, where nothing else fits.
  init(of view: AccountView, for text: String) {
    let wanted = lowercasedASCII(text)
    let profiles = [view.account.profile] + view.links.map(\.state.profile)
    let subjects = view.links.flatMap { [$0.key.description, $0.key.subject.rawValue] }
    let facts: [(Fact, [String])] = [
      (.id, [view.account.id.rawValue]), (.key, subjects), (.sisID, profiles.compactMap(\.sisID)),
      (.email, profiles.compactMap(\.email)),
      (.name, profiles.flatMap { [$0.given, $0.middle, $0.family].compactMap { $0 } }),
    ]
    let found = facts.compactMap { fact, texts -> AccountMatch? in
      let texts = texts.map(lowercasedASCII)
      if texts.contains(wanted) { return AccountMatch(fact, .whole) }
      return texts.contains { $0.hasPrefix(wanted) } ? AccountMatch(fact, .beginning) : nil
    }
    self = found.min() ?? AccountMatch(.id, .whole)
  }

  private init(_ fact: Fact, _ extent: Extent) { (self.fact, self.extent) = (fact, extent) }

  static func < (left: AccountMatch, right: AccountMatch) -> Bool {
    (left.extent.rawValue, left.fact.rawValue) < (right.extent.rawValue, right.fact.rawValue)
  }

  /// The reason in a word or two.
  var words: String {
    let fact =
      switch fact {
      case .id: "ID"
      case .key: "key"
      case .sisID: "SIS ID"
      case .email: "email"
      case .name: "name"
      }
    return extent == .whole ? fact : fact + "…"
  }
}
