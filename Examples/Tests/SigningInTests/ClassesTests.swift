import Foundation
import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import SandboxTesting
import Testing

@testable import CleverSandbox

/// A Library teacher's classes, from her first sign-in on.
@Suite struct ClassesTests {
  /// A teacher's way through the app, with the tokens that it keeps.
  private struct Desk {
    let campus: Campus
    let vault = InMemoryTokenVault()
    let sync: TeacherSync
    let door: FederatedSignIn

    init(_ campus: Campus, _ version: CleverVersion, _ policy: SectionPolicy = .first) throws {
      self.campus = campus
      var door = try campus.door(version)
      door.vault = vault
      self.door = door
      sync = TeacherSync(
        door.provisioner,
        source: CleverTeacherSections(
          version: version, hosts: try .sandbox(at: campus.url), transport: campus.transport),
        policy: policy, vault: vault)
    }

    func signIn(_ user: SandboxAnnouncement.User) async throws -> FederatedOutcome {
      var visitor = campus.visitor()
      return try await campus.signInByButton(user, &visitor, at: door)
    }
  }

  @Test(arguments: [CleverVersion.v21, .v31])
  func `A Library teacher's first sign-in brings her classes in, and a later one finds them there`(
    version: CleverVersion
  ) async throws {
    try await Campus.open { campus in
      let desk = try Desk(campus, version)
      let teacher = try campus.user(.teacher, .teacher)
      let signedIn = try await desk.signIn(teacher)
      let classes = try #require(try await desk.sync.run(after: signedIn))
      #expect(classes.sections.count >= 10)
      #expect(classes.sections.allSatisfy { $0.change == .new && $0.students > 0 })
      #expect(classes.roster.report.accounts.created >= 100)
      #expect(classes.roster.notes.isEmpty)
      #expect(try await desk.sync.run(after: desk.signIn(teacher)) == nil)
      let again = try await desk.sync.run(for: signedIn.identity.key)
      #expect(again.sections.allSatisfy { $0.change == .unchanged })
      #expect(again.roster.report.changesNothing)
    }
  }

  @Test
  func `What becomes different at Clever is told at the button, and a new name of the app's stays`()
    async throws
  {
    try await Campus.open { campus in
      let desk = try Desk(campus, .v31)
      let signedIn = try await desk.signIn(campus.user(.teacher, .teacher))
      let key = signedIn.identity.key
      let first = try #require(try await desk.sync.run(after: signedIn)).sections
      let (renamed, gone, joined) = (first[0].section, first[1].section, first[2].section)
      let by = Attribution(actor: "test")
      try await desk.door.provisioner.edit(renamed.key, [.name: ["Mine"]], by: by)
      try await campus.sandbox.change(
        "set", renamed.key.subject.rawValue, ["values": ["name": "Choir"]])
      try await campus.sandbox.change("remove", gone.key.subject.rawValue)
      let student = try #require(
        try await desk.door.provisioner.store.assertions(in: [gone.key]).first {
          $0.state.role == .student
        })
      try await campus.sandbox.change(
        "join", joined.key.subject.rawValue,
        ["users": [.string(student.key.subject.rawValue)]])

      let second = try await desk.sync.run(for: key)
      let changes = Dictionary(
        uniqueKeysWithValues: second.sections.map { ($0.section.key, $0) })
      #expect(changes[renamed.key]?.change == .changed)
      #expect(changes[renamed.key]?.section.details.name == "Mine")
      #expect(changes[gone.key]?.change == .ended)
      #expect(changes[joined.key]?.students == first[2].students + 1)
      #expect(second.roster.report.accounts.created == 0)

      try await campus.sandbox.change("restore", gone.key.subject.rawValue)
      let third = try await desk.sync.run(for: key)
      let back = third.sections.first { $0.section.key == gone.key }
      #expect(back?.change == .restored && back?.students == first[1].students)
    }
  }

  @Test
  func `A co-teacher joins when she signs in, and a student gets the account that the sync made`()
    async throws
  {
    try await Campus.open { campus in
      let desk = try Desk(campus, .v31)
      let store = desk.door.provisioner.store
      let signedIn = try await desk.signIn(campus.user(.teacher, .teacher))
      let first = try #require(try await desk.sync.run(after: signedIn)).sections
      let other = try await campus.otherTeacher()
      let shared = first[0].section.key
      try await campus.sandbox.change(
        "join", shared.subject.rawValue, ["users": [.string(other.id)]])
      let joined = try await desk.signIn(other)
      let hers = try #require(try await desk.sync.run(after: joined)).sections
      #expect(hers.contains { $0.section.key == shared })
      let roster = try await store.roster(of: shared)
      #expect(roster.count { $0.role == .primaryTeacher && $0.status == .active } == 1)
      #expect(roster.contains { $0.account == joined.outcome.account && $0.role == .coTeacher })

      let student = try campus.user(.student, .teacher)
      let subject = try #require(Identity.Subject(student.id))
      let made = try #require(try await store.link(Identity.Key(.clever, subject)))
      let claimed = try await desk.signIn(student)
      #expect(claimed.outcome.kind == .claimed && claimed.outcome.account == made.state.account)
    }
  }

  @Test func `Syncs of one teacher and a co-teacher at the same time come to what one would`()
    async throws
  {
    try await Campus.open { campus in
      let desk = try Desk(campus, .v31, .button)
      let signedIn = try await desk.signIn(campus.user(.teacher, .teacher))
      let sync = desk.sync
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask { try await sync.run(for: signedIn.identity.key).sections.count }
        }
        var counts: Set<Int> = []
        for try await count in group { counts.insert(count) }
        #expect(counts.count == 1)
      }
      let counts = try await desk.door.provisioner.store.counts()
      #expect(counts.sections[.archived, default: 0] == 0)
      #expect(counts.enrollments[.ended, default: 0] == 0)
    }
  }

  @Test func `A token that ends in the middle ends nothing`() async throws {
    try await Campus.open { campus in
      let desk = try Desk(campus, .v31)
      let signedIn = try await desk.signIn(campus.user(.teacher, .teacher))
      _ = try await desk.sync.run(after: signedIn)
      let before = try await desk.door.provisioner.store.counts()
      for after in [0, 1, 4] {
        try await campus.sandbox.fail([
          "path": "/v3.1/*", "kind": "status", "status": 401, "after": .int(after),
          "times": 1,
        ])
        let error = await #expect(throws: ProvisioningError.self) {
          _ = try await desk.sync.run(for: signedIn.identity.key)
        }
        #expect(error?.code == .refused)
      }
      #expect(try await desk.door.provisioner.store.counts() == before)
    }
  }
}

extension Campus {
  /// Another teacher of the Library's district.
  fileprivate func otherTeacher() async throws -> SandboxAnnouncement.User {
    struct Listed: Decodable { let id: String }
    struct Listing: Decodable { let data: [Listed] }
    let (first, district) = (try user(.teacher, .teacher), announcement.libraryDistrict)
    let answer = try await sandbox.get("/sandbox/users?role=teacher&district=\(district)")
    let listed = try JSONDecoder().decode(Listing.self, from: Data(answer.body)).data
    guard let other = listed.first(where: { $0.id != first.id }) else {
      throw Failure("she is alone")
    }
    return SandboxAnnouncement.User(
      id: other.id, role: .teacher, name: "", username: "", district: district, sharing: .teacher,
      token: "")
  }
}
