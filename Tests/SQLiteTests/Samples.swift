import Glibc
import Provisioning
import ProvisioningSQLite
import ProvisioningTesting

/// A folder of a test's own, which goes with the value.
final class Folder: Sendable {
  private let folder = TemporaryFolder()
  var path: String { folder.path }

  /// The path of a file in it.
  func file(_ name: String = "store.sqlite") -> String { folder.path(name) }

  /// The names of the files in it, sorted.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// Makes an empty file in it.
  func touch(_ name: String) { close(open(file(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)) }
}

/// The rows that the tests write: person 1, 2, 3… of one provider, and her section.
enum Sample {
  static let provider = ProviderName("clever")!

  static func account(_ number: Int) -> Account.ID { Account.ID("a\(number)")! }
  static func key(_ number: Int) -> Identity.Key {
    Identity.Key(provider, Identifier("person-\(number)")!)
  }
  static func section(_ number: Int) -> Section.Key {
    Section.Key(provider, Identifier("section-\(number)")!)
  }
  static func entry(_ name: String) -> JournalEntry.ID { JournalEntry.ID("e-\(name)")! }

  static func header(_ name: String, reverts: String? = nil) -> JournalEntry.Header {
    JournalEntry.Header(
      id: entry(name), at: Timestamp(milliseconds: 1_700_000_000_000), actor: "test",
      action: .signIn, reverts: reverts.map(entry))
  }

  static func profile(_ number: Int) -> Profile {
    var profile = Profile(role: .student, given: "Given\(number)", family: "Family\(number)")
    profile.email = "Person\(number)@School.Example"
    profile.district = "district-1"
    profile.schools = ["school-1"]
    profile.sisID = "sis-\(number)"
    return profile
  }

  static func link(_ number: Int, to account: Int) -> Link.State {
    Link.State(
      account: Sample.account(account), sharing: .district,
      since: Timestamp(milliseconds: 1_700_000_000_000), because: Evidence(.created),
      profile: profile(number))
  }

  /// A new person: an account with a link.
  static func person(_ number: Int, entry name: String? = nil) -> ChangeSet {
    var changes = ChangeSet(header: header(name ?? "person-\(number)"))
    changes.accounts = [
      RowChange(
        key: account(number), before: nil,
        after: Account.State(status: .unclaimed, primary: key(number)), revision: nil)
    ]
    changes.links = [
      RowChange(key: key(number), before: nil, after: link(number, to: number), revision: nil)
    ]
    return changes
  }

  /// A new section of the persons called `numbers`, who must be there.
  static func roster(_ number: Int, of numbers: [Int]) -> ChangeSet {
    var changes = ChangeSet(header: header("section-\(number)"))
    var details = Section.Details()
    details.name = "Section \(number)"
    changes.sections = [
      RowChange(
        key: section(number), before: nil, after: Section.State(asserted: details), revision: nil)
    ]
    changes.enrollments = numbers.map {
      RowChange(
        key: EnrollmentKey(section(number), key($0)), before: nil,
        after: Enrollment.State(role: .student), revision: nil)
    }
    return changes
  }

  /// Sets the account's status, as planned on `account`.
  static func status(
    _ status: Account.Status, of account: Account, entry name: String
  ) -> ChangeSet {
    var changes = ChangeSet(header: header(name))
    var after = account.state
    after.status = status
    changes.accounts = [
      RowChange(key: account.id, before: account.state, after: after, revision: account.revision)
    ]
    return changes
  }
}
