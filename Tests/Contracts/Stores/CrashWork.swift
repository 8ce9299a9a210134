import Provisioning

/// What is done to a store that dies: commits and record changes of every kind, one after the other.
struct CrashWork {
  private enum Piece {
    case commit(ChangeSet)
    case write([RecordChange])
  }

  private typealias Making = @Sendable (Bench) async throws -> Piece

  /// How many pieces were acknowledged.
  private(set) var done = 0
  /// The entries that were acknowledged.
  private(set) var acknowledged: [JournalEntry.ID] = []
  /// What was on its way when the store died.
  private var pending: Piece?

  /// Whether all was done.
  var isDone: Bool { done == Self.pieces.count }

  /// What a store holds after so many pieces, as canonical texts from none to all.
  static func states() async throws -> [String] {
    let store = InMemoryStore()
    var states = [try await store.canonicalText()]
    for make in pieces {
      try await carryOut(try await make(Bench(store)), on: store)
      states.append(try await store.canonicalText())
    }
    return states
  }

  /// Does one piece after the other, until the store dies.
  mutating func run(on store: any AccountStore) async {
    for make in Self.pieces {
      guard let piece = try? await make(Bench(store)) else { return }
      pending = piece
      guard (try? await Self.carryOut(piece, on: store)) != nil else { return }
      pending = nil
      done += 1
      if case .commit(let changes) = piece { acknowledged.append(changes.header.id) }
    }
  }

  /// Repeats what was on its way, as somebody does whose answer got lost, and does the rest.
  mutating func goOn(on bench: Bench) async throws {
    switch pending {
    case .commit(let changes): try await bench.store.commit(changes)
    case .write(let changes):
      // Records have no names to repeat them by: what is written already is a conflict.
      do { try await bench.store.write(changes) } catch {
        guard error.code == .conflict else { throw error }
      }
    case nil: done -= 1
    }
    done += 1
    for make in Self.pieces.dropFirst(done) {
      try await Self.carryOut(try await make(bench), on: bench.store)
      done += 1
    }
  }

  private static func carryOut(_ piece: Piece, on store: any AccountStore) async throws {
    switch piece {
    case .commit(let changes): try await store.commit(changes)
    case .write(let changes): try await store.write(changes)
    }
  }

  // MARK: Pieces

  private static let ticket = Record.Key(.ticket, "t-1")
  private static let held = Record.Key(.held, "h-1")

  private static let pieces: [Making] = [
    { _ in commit("e-school") { $0.fillSmallSchool() } },
    { _ in
      .write([
        .put(ticket, value: "\u{E9}\n", expires: Timestamp(milliseconds: 5), replacing: 0),
        .put(held, value: "held", expires: nil, replacing: 0),
      ])
    },
    { bench in
      let link = try await bench.link("clever:bob")
      return commit("e-moved") { changes in
        changes.change(link, to: Rows.link(to: "a-dee", .person(.teacher, "e\u{301}\n")))
        changes.records = [.take(ticket, version: 1)]
      }
    },
    { bench in
      let ended = try await bench.assertion("clever:bio", "clever:bob")
      let active = try await bench.assertion("clever:alg", "clever:ada")
      return commit("e-ended") { changes in
        changes.change(ended, to: nil)
        changes.change(active, to: Rows.member(.student, .ended))
      }
    },
    { bench in
      let (bob, bio) = (try await bench.account("a-bob"), try await bench.section("clever:bio"))
      let alg = try await bench.section("feed:alg")
      return commit("e-gone") { changes in
        changes.change(bob, to: Rows.account(.disabled))
        changes.change(bio, to: nil)
        changes.change(alg, to: Rows.section("Geometry", .archived, local: [.name: []]))
      }
    },
    { _ in .write([.put(held, value: "held again", expires: nil, replacing: 1)]) },
    { _ in
      commit("e-many") { changes in
        for number in 0..<40 {
          changes.create(account: "m-\(number)", Rows.account(primary: "many:\(number)"))
          changes.create(link: "many:\(number)", Rows.link(to: "m-\(number)"))
          changes.create(enrollment: "clever:alg", "many:\(number)")
        }
      }
    },
    { _ in .write([.take(held, version: 2)]) },
  ]

  private static func commit(_ id: String, _ fill: (inout ChangeSet) -> Void) -> Piece {
    var changes = ChangeSet(header: Bench.header(id))
    fill(&changes)
    return .commit(changes)
  }
}
