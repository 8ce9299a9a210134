/// Who is in which group, from pairs in any order: two arrays, four bytes a pair.
struct GroupedMembers: Sendable {
  /// Where each group's members begin; one more entry than groups.
  private let starts: [Int]
  private let members: [UInt32]

  /// Groups `pairs` of a group and a member by counting. A pair that repeats counts once; within a
  /// group, members stand in the order of the pairs. Complexity: O(pairs + groups + members).
  init(_ pairs: MemberPairs, groups: Int, members count: Int) {
    var cursor = [Int](repeating: 0, count: groups + 1)
    for group in pairs.groups { cursor[Int(group) + 1] += 1 }
    for group in 0..<groups { cursor[group + 1] += cursor[group] }
    let ends = Array(cursor.dropFirst())
    var sorted = [UInt32](repeating: 0, count: pairs.groups.count)
    for (group, member) in zip(pairs.groups, pairs.members) {
      sorted[cursor[Int(group)]] = member
      cursor[Int(group)] += 1
    }
    (starts, members) = Self.withoutRepeats(sorted, ends: ends, members: count)
  }

  /// The members of `group`.
  subscript(group: Int) -> ArraySlice<UInt32> { members[starts[group]..<starts[group + 1]] }

  /// How many pairs there are, repeats left out.
  var count: Int { members.count }

  private static func withoutRepeats(
    _ sorted: [UInt32], ends: [Int], members count: Int
  ) -> (starts: [Int], members: [UInt32]) {
    var sorted = sorted
    var starts = [0]
    starts.reserveCapacity(ends.count + 1)
    // For each member, one more than the group that saw it last.
    var lastGroup = [UInt32](repeating: 0, count: count)
    var kept = 0
    var index = 0
    for (group, end) in ends.enumerated() {
      while index < end {
        let member = sorted[index]
        index += 1
        guard lastGroup[Int(member)] != UInt32(group + 1) else { continue }
        lastGroup[Int(member)] = UInt32(group + 1)
        sorted[kept] = member
        kept += 1
      }
      starts.append(kept)
    }
    sorted.removeLast(sorted.count - kept)
    return (starts, sorted)
  }
}

/// Pairs of a group and a member, by number, as they come.
struct MemberPairs: Sendable {
  fileprivate(set) var groups: [UInt32] = []
  fileprivate(set) var members: [UInt32] = []

  /// Whether there are none.
  var isEmpty: Bool { groups.isEmpty }

  /// Adds a pair.
  mutating func append(group: UInt32, member: UInt32) {
    groups.append(group)
    members.append(member)
  }
}
