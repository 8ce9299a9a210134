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
  /// Takes back the run that lies so many runs back, those taken back already not counted.
  case undoRun(back: Int, UndoPolicy)
  /// Approves something that is held. Of a pair, the account of the key stays.
  case approve(Held, into: Identity.Key)
  /// Decides against something that is held.
  case discard(Held)

  /// What is held at that place in the order of names, counted around: of the kind, if there is any.
  struct Held: Hashable, Sendable, CustomStringConvertible {
    let kind: HeldItem.Kind
    let place: Int

    func choice(among items: [HeldItem]) -> HeldItem? {
      let own = items.filter { $0.kind == kind }
      let choices = own.isEmpty ? items : own
      return choices.isEmpty ? nil : choices[place % choices.count]
    }

    var description: String { "what is held at \(place), first of \(kind)" }
  }

  /// What a person says who is asked.
  enum Reply: Hashable, Sendable {
    case leaves
    case new
    case has(Identity.Key)
  }

  /// Whether it takes back what earlier steps did.
  var takesBack: Bool {
    switch self {
    case .undo, .undoRun: true
    default: false
    }
  }

  /// The keys by which it names accounts.
  var named: [Identity.Key] {
    switch self {
    case .merge(let source, let target, _): [source, target]
    case .signIn(_, .has(let key)), .link(_, to: let key), .move(_, to: let key, _),
      .create(let key, _), .disable(let key), .enable(let key), .edit(let key, _, _),
      .approve(_, into: let key):
      [key]
    case .signIn, .bringIn, .unlink, .rename, .undo, .undoRun, .discard: []
    }
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
    case .undoRun(let back, let policy): "undo the run \(back) back, \(policy)"
    case .approve(let held, let target): "approve \(held) into the account of \(target)"
    case .discard(let held): "discard \(held)"
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
      "section \(section.key) \(section.details.map { EscapedText.columns($0.columns) } ?? "-"): "
        + section.members.map { "\($0.key) \($0.role.rawValue)" }.joined(separator: ", ")
    }
    lines += departures.people.map { "gone: \($0)" } + departures.sections.map { "gone: \($0)" }
    lines += departures.members.map { "gone: \($0.key) from \($0.section)" }
    lines += notes.map { "note \($0.kind)" }
    return lines.joined(separator: "\n      ")
  }
}
