import Provisioning

/// One thing that happens to a store. Accounts are named by keys, so that a history still makes
/// sense when some of its steps are left out.
enum Step: Sendable, CustomStringConvertible {
  case signIn(Identity, Reply)
  case bringIn(ListedRoster, RemovalLimit)
  case merge(Identity.Key, into: Identity.Key, MergeRules)
  case link(Identity.Key, to: Identity.Key)
  case unlink(Identity.Key)
  case move(Identity.Key, to: Identity.Key, MergeRules)
  /// Makes an account by hand and links the key to it, if it has no link.
  case create(Identity.Key, Profile)
  case disable(Identity.Key)
  case enable(Identity.Key)
  case edit(Identity.Key, Profile.Field, [String]?)
  case rename(Section.Key, String?)
  /// Takes back the entry that lies so many entries back, those taken back already not counted.
  case undo(back: Int, UndoPolicy)

  /// What a person says who is asked.
  enum Reply: Hashable, Sendable {
    case leaves
    case new
    case has(Identity.Key)
  }

  var description: String {
    switch self {
    case .signIn(let identity, let reply):
      "sign in \(identity.key) aliases \(identity.aliases) \(identity.sharing.rawValue)"
        + " \(EscapedText.columns(identity.profile.columns)); if asked: \(reply)"
    case .bringIn(let roster, let limit): "bring in \(limit) \(roster.listing)"
    case .merge(let source, let target, let rules):
      "merge \(source) into \(target) allowing \(rules.allowing.map(\.rawValue).sorted())"
    case .link(let key, let target): "link \(key) to the account of \(target)"
    case .unlink(let key): "unlink \(key)"
    case .move(let key, let target, let rules):
      "move \(key) to the account of \(target) allowing \(rules.allowing.map(\.rawValue).sorted())"
    case .create(let key, let profile):
      "create by hand \(EscapedText.columns(profile.columns)) for \(key)"
    case .disable(let key): "disable the account of \(key)"
    case .enable(let key): "enable the account of \(key)"
    case .edit(let key, let field, let texts): "edit \(key) \(field): \(EscapedText.list(texts))"
    case .rename(let key, let name): "rename \(key) to \(name ?? "-")"
    case .undo(let back, let policy): "undo the entry \(back) back, \(policy)"
    }
  }
}

extension ListedRoster {
  /// The listing, a line each for people, sections and notes.
  var listing: String {
    var lines = ["\(provider) \(scope) in pages of \(pageSize)"]
    if let failingPage { lines.append("page \(failingPage) fails") }
    lines += people.map { person in
      "person \(person.key) aliases \(person.aliases) \(EscapedText.columns(person.profile.columns))"
    }
    lines += sections.map { section in
      "section \(section.key) \(EscapedText.columns(section.details?.columns ?? [:])): "
        + section.members.map { "\($0.key) \($0.role.rawValue)" }.joined(separator: ", ")
    }
    lines += notes.map { "note \($0.kind)" }
    return lines.joined(separator: "\n      ")
  }
}
