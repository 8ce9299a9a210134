import Provisioning
import Testing

/// A store that dies at any step of its writing holds, when it is opened again, all that it had
/// acknowledged, and of what was on its way all or nothing. Tried on stores that can be made to die.
enum CrashChecks {
  static let all: [AccountStoreContract.Check] = [
    .init("After a crash every acknowledged commit is there, and nothing half", opening: oneByOne),
    .init("After a crash amid many commits each is there or not, whole", opening: atOnce),
  ]

  // MARK: One after the other

  private static func oneByOne(_ maker: StoreMaker) async throws {
    guard let newPlace = maker.newDyingPlace else { return }
    let states = try await CrashWork.states()
    for step in 1...max(1, maker.steps) {
      let open = try await newPlace()
      var work = CrashWork()
      if let store = try? await open(step) { await work.run(on: store) }
      let bench = Bench(try await open(nil))
      try await expectWhole(bench, work, states, "after a crash at step \(step)")
      let (last, isWhole) = (work, work.isDone)
      try await work.goOn(on: bench)
      #expect(
        try await bench.store.canonicalText() == states.last,
        "after a crash at step \(step), what was on its way came to something else when repeated")
      if isWhole { return }
      guard last.done <= work.done else { return }
    }
  }

  private static func expectWhole(
    _ bench: Bench, _ work: CrashWork, _ states: [String], _ moment: String
  ) async throws {
    let text = try await bench.store.canonicalText()
    let possible = states[work.done...].prefix(2)
    guard !possible.contains(text) else { return }
    for id in work.acknowledged where try await bench.store.entry(.id(id)) == nil {
      Issue.record("\(moment), the acknowledged commit \(id) is lost")
      return
    }
    let difference = possible.compactMap { StoreTrace.difference($0, text) }.last
    Issue.record("\(moment), something half is there, or something else: \(difference ?? "")")
  }

  // MARK: At once

  private static func atOnce(_ maker: StoreMaker) async throws {
    guard let newPlace = maker.newDyingPlace else { return }
    for step in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89] where step <= maker.steps {
      let open = try await newPlace()
      var acknowledged: Set<Int> = []
      if let store = try? await open(step) { acknowledged = await commitAtOnce(to: store) }
      let bench = Bench(try await open(nil))
      for number in 0..<24 {
        let parts = try await parts(of: number, in: bench.store)
        let isThere = parts.allSatisfy(\.self)
        #expect(
          isThere || !parts.contains(true),
          "after a crash at step \(step), commit \(number) is half")
        #expect(
          isThere || !acknowledged.contains(number),
          "after a crash at step \(step), the acknowledged commit \(number) is lost")
      }
      let problems = try await StoreVerifier(bench.store).verify().problems
      #expect(problems.isEmpty, "after a crash at step \(step)")
    }
  }

  /// Four at work, until the store dies; returns what was acknowledged.
  private static func commitAtOnce(to store: any AccountStore) async -> Set<Int> {
    await withTaskGroup(of: [Int].self) { group in
      for first in 0..<4 {
        group.addTask {
          var done: [Int] = []
          for number in stride(from: first, to: 24, by: 4) {
            guard (try? await store.commit(pupil(number))) != nil else { break }
            done.append(number)
          }
          return done
        }
      }
      return await group.reduce(into: []) { $0.formUnion($1) }
    }
  }

  private static func pupil(_ number: Int) -> ChangeSet {
    var changes = ChangeSet(header: Bench.header("e-\(number)"))
    changes.create(account: "a-\(number)", Rows.account(primary: "clever:\(number)"))
    changes.create(section: "clever:\(number)")
    changes.create(link: "clever:\(number)", Rows.link(to: "a-\(number)"))
    changes.create(enrollment: "clever:\(number)", "clever:\(number)")
    changes.records = [
      .put(Record.Key(.ticket, "t-\(number)"), value: "\(number)", expires: nil, replacing: 0)
    ]
    return changes
  }

  private static func parts(of number: Int, in store: any AccountStore) async throws -> [Bool] {
    let key = Identity.Key.named("clever:\(number)")
    let id = JournalEntry.ID.named("e-\(number)")
    return [
      try await store.entry(.id(id)) != nil, try await store.changes(of: id).count == 4,
      try await store.account(.named("a-\(number)")) != nil, try await store.link(key) != nil,
      try await store.section(.named("clever:\(number)")) != nil,
      try await store.assertions(by: [key]).count == 1,
      try await store.record(Record.Key(.ticket, "t-\(number)")) != nil,
    ]
  }
}
