import Foundation
import Provisioning
import Testing

/// Many programs at one store, in which the same people sign in for the first time at the same
/// moment. Each program is a ``TestProgram`` whose test calls ``signIn(to:)``.
package enum ProcessCrowd {
  private static let by = Attribution(actor: "crowd")

  /// In a child: waits for the others, goes through all people, and says for how many that made an
  /// account.
  package static func signIn(to store: any AccountStore, people: Int) async throws {
    let environment = Environment(
      now: { Timestamp(milliseconds: 1_767_225_600_000) },
      makeName: { "\($0.rawValue)-\(UUID().uuidString.lowercased())" })
    let door = Provisioner(store: store, environment: environment)
    TestProgram.say("ready")
    await TestProgram.waitForWord()
    var created = 0
    for number in 1...people {
      let person = Identity.person("clever:\(number)", .student, "P\(number)")
      let outcome = try await door.signIn(person, by: by)
      #expect(outcome.isSignedIn)
      if outcome.kind == .created { created += 1 }
    }
    TestProgram.say("\(created)")
  }

  /// Lets `children` sign everybody in at once, and checks what the store holds then.
  package static func expectOneAccountEach(
    of people: Int, by children: [TestProgram], in open: () async throws -> any AccountStore
  ) async throws {
    for child in children { await child.hasSpoken() }
    #expect(children.map { $0.lines() } == children.map { _ in ["ready"] })
    for child in children { child.tellToGo() }
    var created = 0
    for child in children {
      #expect(await child.ending() == 0, "somebody was not signed in")
      created += child.lines().first.flatMap { Int($0) } ?? 0
    }
    try await CrowdChecks.expectOneAccountEach(of: people, created: created, in: try await open())
  }
}
