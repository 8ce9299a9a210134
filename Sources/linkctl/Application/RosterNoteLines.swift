import Provisioning

/// Notes of one kind, file, field and reason: the first of them, and how many there are.
private struct LikeNotes {
  var first: [RosterNotes.Note] = []
  var count = 0
}

extension RosterNotes {
  /// How many notes that differ in the line alone are listed one by one.
  private static let listedOfAKind = 5
  /// How many kinds are listed.
  private static let listedKinds = 100

  /// The notes for people, warnings first. Notes that are alike stand together where the first of
  /// them does, and are counted after a few. Complexity: O(notes).
  var lines: [String] {
    let counts = "\(rejectedCount.grouped) rejected, \((count - rejectedCount).grouped) warnings"
    return isEmpty
      ? [] : ["notes        \(counts)"] + lines { !$0.isRejected } + lines(where: \.isRejected)
  }

  private func lines(where isMeant: (Note) -> Bool) -> [String] {
    var places: [Note: Int] = [:]
    var kinds: [LikeNotes] = []
    var others = 0
    for note in self where isMeant(note) {
      var kind = note
      kind.line = 0
      guard let place = places[kind] ?? (kinds.count < Self.listedKinds ? kinds.count : nil) else {
        others += 1
        continue
      }
      if place == kinds.count {
        places[kind] = place
        kinds.append(LikeNotes())
      }
      kinds[place].count += 1
      if kinds[place].count <= Self.listedOfAKind { kinds[place].first.append(note) }
    }
    let lines = kinds.flatMap(\.lines)
    return others == 0
      ? lines : lines + ["… and \(others.grouped) more; --format json lists them all"]
  }
}

extension LikeNotes {
  fileprivate var lines: [String] {
    let lines = first.map(\.text)
    guard let note = first.first, count > first.count else { return lines }
    let more = "… and \((count - first.count).grouped) more of \(note.file) \(note.field) like this"
    return lines + ["          \(more); --format json lists them all"]
  }
}

extension RosterNotes.Note {
  fileprivate var text: String {
    "\(isRejected ? "rejected" : "warning ")  \(file):\(line) \(field): \(reason)"
  }
}
