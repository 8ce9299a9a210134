#if PostgreSQL
import Provisioning

/// Person 1, 2, 3… of one provider.
enum Sample {
  static func account(_ name: String) -> Account.ID { Account.ID("a-\(name)")! }
  static func key(_ name: String) -> Identity.Key { Identity.Key("clever:\(name)")! }
  static func entry(_ name: String) -> JournalEntry.ID { JournalEntry.ID("e-\(name)")! }

  static func header(_ name: String) -> JournalEntry.Header {
    JournalEntry.Header(
      id: entry(name), at: Timestamp(milliseconds: 1_700_000_000_000), actor: "test",
      action: .signIn)
  }

  /// A new person: an account with a link.
  static func person(
    _ name: String, given: String = "Given", entry: String? = nil
  ) -> ChangeSet {
    var changes = ChangeSet(header: header(entry ?? name))
    changes.accounts = [
      RowChange(
        key: account(name), before: nil,
        after: Account.State(status: .active, primary: key(name)), revision: nil)
    ]
    let link = Link.State(
      account: account(name), sharing: .district, since: Timestamp(milliseconds: 1),
      because: Evidence(.created), profile: Profile(role: .student, given: given))
    changes.links = [RowChange(key: key(name), before: nil, after: link, revision: nil)]
    return changes
  }

  static func identity(_ number: Int) -> Identity {
    Identity(
      key: key("\(number)"), profile: Profile(role: .student, given: "Given", family: "\(number)"))
  }
}
#endif
