import ProvisioningTesting
import Foundation
import Glibc
import Testing

@testable import linkctl

/// Rule 13, and runs that go on: killed at any moment, again and again, a run comes to exactly what
/// it comes to undisturbed.
///
/// Both begin from copies of one store in which the run has begun: it names and dates what it makes.
/// `LINKCTL_KILLS` says how often each is killed; 100 times without it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct KillTests {
  private let count =
    ProcessInfo.processInfo.environment["LINKCTL_KILLS"].flatMap { Int($0) } ?? 100
  let place = Workplace()

  @Test func aKilledImportComesToWhatAnUndisturbedOneDoes() async throws {
    try DistrictFiles.made(students: 900).write(to: "district", in: place)
    let words = ["import", "clever-csv", "district", "--provider", "lakeside", "--quiet"]
    try await begin(words)
    try await expectSameAfterKills(of: words)
  }

  @Test func aKilledUndoOfARunComesToWhatAnUndisturbedOneDoes() async throws {
    try DistrictFiles.made(students: 900).write(to: "district", in: place)
    let words = "import clever-csv district --provider lakeside"
    let run = try #require(try await place.answer(words)["run"].string)
    try copy("store.db", to: "begun.db")
    try await expectSameAfterKills(of: ["undo", run, "--quiet"])
    let status = try await place.answer("store status")
    #expect(status["links"] == 0)
  }

  @Test func aKilledApprovalComesToWhatAnUndisturbedOneDoes() async throws {
    let district = DistrictFiles.made(students: 900)
    try district.write(to: "district", in: place)
    try await place.answer("import clever-csv district --provider lakeside")
    var rows = 0
    let fewer = district.without("enrollments") { _ in
      rows += 1
      return rows.isMultiple(of: 2)
    }
    try fewer.write(to: "district", in: place)
    try await place.answer("import clever-csv district --provider lakeside", code: 3)
    try copy("store.db", to: "begun.db")
    try await expectSameAfterKills(of: ["held", "approve", "removals-lakeside", "--quiet"])
    #expect(try await place.rows("held list").isEmpty)
  }

  // MARK: - Killing

  /// Starts a run and kills it as soon as it has written something, in the midst of its work.
  private func begin(_ words: [String]) async throws {
    repeat {
      remove("store.db")
      try await place.answer("store init")
      let child = place.start(words)
      while await place.run("history").output.isEmpty {}
      child.signal(SIGKILL)
      if await child.ending().code != 0 { break }
    } while true
    try copy("store.db", to: "begun.db")
  }

  /// Does it once undisturbed; then kills it at random moments until it ends, from the beginning
  /// again and again, and compares each time.
  private func expectSameAfterKills(of words: [String]) async throws {
    try copy("begun.db", to: "calm.db")
    let start = ContinuousClock.now
    #expect(await place.run(words, store: "sqlite:calm.db").code == 0)
    var aim = Int((ContinuousClock.now - start) / .microseconds(1))
    let expected = try await place.state(store: "sqlite:calm.db")
    var kills = 0
    while kills < count {
      try copy("begun.db", to: "store.db")
      let killed = try await end(words, kills: count - kills, aim: &aim)
      kills += killed
      try #require(aim > 100, "the command ends before it can be killed")
      #expect(try await place.state() == expected, "after \(killed) kills")
      try await place.expectSound()
    }
  }

  /// Repeats the command, killed at random moments, until it has ended. Returns how often it was
  /// killed; after `kills` it is left in peace. `aim` is the latest moment for a kill, in
  /// microseconds; it comes nearer with every miss, for a busy machine is slow to strike.
  private func end(_ words: [String], kills: Int, aim: inout Int) async throws -> Int {
    for count in 0... {
      let child = place.start(words)
      if count < kills {
        try await Task.sleep(for: .microseconds(Int.random(in: 0...aim)))
        child.signal(SIGKILL)
      }
      let ending = await child.ending()
      if ending.code == 128 + SIGKILL { continue }
      if count < kills { aim = aim * 7 / 8 }
      // Killed between its last commit and its last word, it finds nothing left to do.
      let isOver = ["already", "Nothing of that name"].contains { ending.errors.contains($0) }
      #expect(ending.code == 0 || count > 0 && isOver, "\(ending.errors)")
      return count
    }
    return 0
  }

  // MARK: - Files

  private func copy(_ name: String, to other: String) throws {
    remove(other)
    for ending in ["", "-wal"]
    where FileManager.default.fileExists(atPath: place.path(name + ending)) {
      try FileManager.default.copyItem(
        atPath: place.path(name + ending), toPath: place.path(other + ending))
    }
  }

  private func remove(_ name: String) {
    for ending in ["", "-wal", "-shm", "-lock"] {
      try? FileManager.default.removeItem(atPath: place.path(name + ending))
    }
  }
}
