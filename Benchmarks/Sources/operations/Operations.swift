import Foundation
import Provisioning
import ProvisioningFlatFiles
import ProvisioningPostgreSQL
import ProvisioningSQLite
import ProvisioningSystem

/// The jobs of `floor/floor.c`, through the public API: operations JOB DATABASE COUNT [TOGETHER]
/// DATABASE is a SQLite file, or the URL of a PostgreSQL database.
///
/// Prints one line of JSON with the same keys. The time for opening and choosing keys is left out.
@main
struct Operations {
  let provisioner: Provisioner
  let count: Int
  let together: Int
  private let by = Attribution(actor: "benchmark")

  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count >= 4, let count = Int(words[3]) else {
      print("usage: operations JOB DATABASE COUNT [TOGETHER]")
      exit(64)
    }
    let (store, close) = try await open(words[2])
    let operations = Operations(
      provisioner: Provisioner(store: store, environment: .system), count: count,
      together: words.count > 4 ? Int(words[4]) ?? 1 : 1)
    let job = try await operations.prepare(words[1])
    let start = (Usage(), ContinuousClock.now)
    try await job()
    let wall = (ContinuousClock.now - start.1) / .seconds(1)
    let usage = Usage()
    print(
      """
      {"job":"\(words[1])","rows":\(count),"together":\(operations.together),\
      "wall_seconds":\(wall),"cpu_seconds":\(usage.cpu - start.0.cpu),\
      "peak_rss_kib":\(usage.peak)}
      """)
    await close()
  }

  /// Opens a SQLite file, a folder as `files:FOLDER`, or a PostgreSQL database by its URL.
  private static func open(_ place: String) async throws -> (any AccountStore, () async -> Void) {
    if place.hasPrefix("postgresql:") {
      let store = try await PostgreSQLStore.open(at: place)
      return (store, store.close)
    }
    if place.hasPrefix("files:") {
      let store = try await FlatFileStore.open(at: String(place.dropFirst("files:".count)))
      return (store, { await store.close() })
    }
    let store = try await SQLiteStore.open(at: place, mode: .existing)
    return (store, store.close)
  }

  private func prepare(_ job: String) async throws -> @Sendable () async throws -> Void {
    switch job {
    case "signin":
      let identities = try await people()
      return { try await each { try await signIn(identities[$0 * 7919 % identities.count]) } }
    case "signin-first":
      let run = UInt32.random(in: 0 ..< .max)
      return { try await each { try await signIn(newcomer("\(run)-\($0)")) } }
    case "teacher", "teacher-resync":
      let run = job == "teacher" ? UInt32.random(in: 0 ..< .max) : 0
      if job == "teacher-resync" { try await each { try await sync(teacher: "0-\($0)") } }
      return { try await each { try await sync(teacher: "\(run)-\($0)") } }
    case "merge":
      let ids = try await accounts()
      return { try await each { try await merge(ids[$0 * 2], into: ids[$0 * 2 + 1]) } }
    default: exit(64)
    }
  }

  /// Runs the job `count` times, `together` at once.
  private func each(_ work: @escaping @Sendable (Int) async throws -> Void) async throws {
    guard together > 1 else {
      for number in 0..<count { try await work(number) }
      return
    }
    try await withThrowingTaskGroup { group in
      for lane in 0..<together {
        group.addTask {
          for number in stride(from: lane, to: count, by: together) { try await work(number) }
        }
      }
      try await group.waitForAll()
    }
  }

  // MARK: Jobs

  private func signIn(_ identity: Identity) async throws {
    let outcome = try await provisioner.signIn(identity, by: by)
    guard outcome.isSignedIn else { fatalError("a sign-in came to \(outcome.kind)") }
  }

  private func merge(_ source: Account.ID, into target: Account.ID) async throws {
    let rules = MergeRules(allowing: Set(MergeRules.Exception.allCases))
    let report = try await provisioner.merge(source, into: target, rules: rules, by: by)
    guard report.entry != nil else { fatalError("a merge was not made") }
  }

  private func sync(teacher name: String) async throws {
    let listing = TeacherListing(teacher: name)
    try await signInTeacher(listing)
    let outcome = try await provisioner.bringIn(listing, by: by)
    guard outcome.held == nil else { fatalError("a sync was held") }
  }

  private func signInTeacher(_ listing: TeacherListing) async throws {
    var open = provisioner
    open.policy = SignInPolicy(newcomers: [.teacher: .create])
    _ = try await open.signIn(listing.me, by: by)
  }

  // MARK: People

  private func people() async throws -> [Identity] {
    var identities: [Identity] = []
    var last: Identity.Key?
    while true {
      let page = try await provisioner.store.links(after: last, limit: 5000)
      guard let end = page.last else { break }
      for link in page where link.state.profile.roles == [.student] {
        identities.append(
          Identity(key: link.key, sharing: link.state.sharing, profile: link.state.profile))
      }
      last = end.key
    }
    // Claimed before the clock starts: what is measured is a person who comes back.
    for number in 0..<min(count, identities.count) {
      try await signIn(identities[number * 7919 % identities.count])
    }
    return identities
  }

  private func accounts() async throws -> [Account.ID] {
    var ids: [Account.ID] = []
    var last: Account.ID?
    while ids.count < 2 * count {
      let page = try await provisioner.store.accounts(after: last, limit: 5000)
      guard let end = page.last else { fatalError("too few accounts") }
      ids += page.filter { $0.status.isLive }.map(\.id)
      last = end.id
    }
    return ids
  }

  private func newcomer(_ name: String) -> Identity {
    var profile = Profile(role: .student, given: "Ana", family: "Quill")
    profile.email = "\(name)@pupils.example"
    profile.grade = "5"
    profile.district = "north"
    profile.sisID = name
    return Identity(key: key(name), profile: profile)
  }

  private func key(_ name: String) -> Identity.Key { Identity.Key("clever:\(name)")! }
}

/// A teacher's first login: 5 sections of 30 students, all new.
private struct TeacherListing: SectionImporter {
  let provider = ProviderName("clever")!
  let me: Identity
  let page: RosterPage

  init(teacher name: String) {
    var profile = Profile(role: .teacher, given: "Ada", family: "Vale")
    profile.email = "\(name)@school.example"
    me = Identity(
      key: Identity.Key("clever:t-\(name)")!, sharing: .teacher, profile: profile)
    var page = RosterPage(people: [me])
    for section in 0..<5 {
      var members = [RosterSection.Member(me.key, .primaryTeacher)]
      for student in 0..<30 {
        var profile = Profile(role: .student, given: "Kim", family: "T.")
        profile.grade = "4"
        let key = Identity.Key("clever:s-\(name)-\(section)-\(student)")!
        page.people.append(Identity(key: key, sharing: .teacher, profile: profile))
        members.append(RosterSection.Member(key, .student))
      }
      var details = Section.Details()
      details.name = "Science \(section)"
      details.subject = "science"
      page.sections.append(
        RosterSection(
          key: Section.Key("clever:c-\(name)-\(section)")!, details: details, members: members))
    }
    self.page = page
  }

  var scope: RosterScope { .teacher(me.key) }

  func fingerprint() async throws(ProvisioningError) -> String? { nil }

  func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage { page }
}

/// CPU time and peak memory of this process so far.
private struct Usage {
  let cpu: Double
  let peak: Int

  init() {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    cpu =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    peak = usage.ru_maxrss
  }
}
