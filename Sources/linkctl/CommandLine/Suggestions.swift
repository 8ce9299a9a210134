/// Finds what a mistyped word may have meant.
enum Suggestions {
  /// The most that are worth reading.
  private static let limit = 3

  /// The candidates that `word` may stand for, the likeliest first.
  ///
  /// Candidates that begin with the word win. Without any, it is those at the least edit
  /// distance, as long as that is no more than a third of the word's length.
  static func candidates(for word: String, among all: [String]) -> [String] {
    let typed = word.lowercased()
    guard !typed.isEmpty else { return [] }
    let completed = all.filter { $0.lowercased().hasPrefix(typed) }
    if !completed.isEmpty { return Array(completed.prefix(limit)) }

    let furthest = typed.count / 3
    let near = all.map { (candidate: $0, distance: distance(typed, $0.lowercased())) }
      .filter { $0.distance <= furthest }
    let nearest = near.map(\.distance).min()
    return Array(near.filter { $0.distance == nearest }.map(\.candidate).prefix(limit))
  }

  /// How many insertions, deletions, replacements and swaps of neighbours lead from one word to
  /// the other, no letter being touched twice.
  static func distance(_ first: String, _ second: String) -> Int {
    let rows = Array(first)
    let columns = Array(second)
    var beforePrevious: [Int] = []
    var previous = Array(0...columns.count)
    for row in rows.indices {
      var current = [row + 1]
      for column in columns.indices {
        let replaced = previous[column] + (rows[row] == columns[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, rows[row] == columns[column - 1],
          rows[row - 1] == columns[column]
        {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[columns.count]
  }
}
