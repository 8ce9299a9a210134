/// Who is in which group, from pairs in any order: two arrays, four bytes a pair, and four more for
/// the line where one is kept.
struct GroupedMembers: Sendable {
  /// Where each group's members begin; one more entry than groups.
  private var starts: [Int]
  private var members: [UInt32]
  /// The lines of the members' rows; blank if the pairs have none.
  private var lines: [UInt32]

  /// Creates no groups.
  init() { (starts, members, lines) = ([0], [], []) }

  /// Groups `pairs` of a group and a member by counting. A pair that repeats counts once; within a
  /// group, members stand in the order of the pairs. Complexity: O(pairs + groups + members).
  init(_ pairs: MemberPairs, groups: Int, members count: Int) {
    var cursor = [Int](repeating: 0, count: groups + 1)
    for group in pairs.groups { cursor[Int(group) + 1] += 1 }
    for group in 0..<groups { cursor[group + 1] += cursor[group] }
    starts = cursor
    members = [UInt32](repeating: 0, count: pairs.groups.count)
    lines = [UInt32](repeating: 0, count: pairs.lines.count)
    for (index, group) in pairs.groups.enumerated() {
      let place = cursor[Int(group)]
      members[place] = pairs.members[index]
      if !lines.isEmpty { lines[place] = pairs.lines[index] }
      cursor[Int(group)] += 1
    }
    dropRepeats(members: count)
  }

  /// How many groups there are.
  var groups: Int { starts.count - 1 }
  /// How many pairs there are, repeats left out.
  var count: Int { members.count }

  /// The members of `group`; none if there is no such group.
  subscript(group: UInt32) -> ArraySlice<UInt32> {
    group < groups ? members[starts[Int(group)]..<starts[Int(group) + 1]] : []
  }

  /// The lines of the members' rows; blank if they are not kept.
  func lines(of group: UInt32) -> ArraySlice<UInt32> {
    lines.isEmpty ? [] : lines[starts[Int(group)]..<starts[Int(group) + 1]]
  }

  /// The same groups without lines.
  var withoutLines: GroupedMembers {
    var grouped = self
    grouped.lines = []
    return grouped
  }

  /// Takes out of each group who is also in the same group of `others`, and returns the lines of
  /// what was taken. Complexity: O(pairs of both + groups + members).
  @discardableResult
  mutating func remove(_ others: GroupedMembers, members count: Int) -> [UInt32] {
    var removed: [UInt32] = []
    var others = MarkedMembers(others, members: count)
    keep { group, member, line in
      guard others.contains(member, in: group) else { return true }
      removed.append(line)
      return false
    }
    return removed
  }

  private mutating func dropRepeats(members count: Int) {
    // For each member, one more than the group that saw it last.
    var lastGroup = [UInt32](repeating: 0, count: count)
    keep { group, member, _ in
      guard lastGroup[Int(member)] != group + 1 else { return false }
      lastGroup[Int(member)] = group + 1
      return true
    }
  }

  /// Keeps the pairs that `isKept` says yes to, in place. It is given line 0 where none is kept.
  private mutating func keep(
    where isKept: (_ group: UInt32, _ member: UInt32, _ line: UInt32) -> Bool
  ) {
    var kept = 0
    var index = 0
    for group in 0..<groups {
      let end = starts[group + 1]
      starts[group] = kept
      while index < end {
        defer { index += 1 }
        let line = lines.isEmpty ? 0 : lines[index]
        guard isKept(UInt32(group), members[index], line) else { continue }
        members[kept] = members[index]
        if !lines.isEmpty { lines[kept] = lines[index] }
        kept += 1
      }
    }
    starts[groups] = kept
    members.removeLast(members.count - kept)
    if !lines.isEmpty { lines.removeLast(lines.count - kept) }
  }
}

/// Who is in a group, asked group by group in rising order.
private struct MarkedMembers {
  private let members: GroupedMembers
  /// For each member, one more than the group that has it.
  private var marks: [UInt32]
  private var marked: UInt32?

  init(_ members: GroupedMembers, members count: Int) {
    self.members = members
    marks = [UInt32](repeating: 0, count: count)
  }

  mutating func contains(_ member: UInt32, in group: UInt32) -> Bool {
    if marked != group {
      for member in members[group] { marks[Int(member)] = group + 1 }
      marked = group
    }
    return marks[Int(member)] == group + 1
  }
}

/// Pairs of a group and a member, by number, as they come.
struct MemberPairs: Sendable {
  fileprivate(set) var groups: [UInt32] = []
  fileprivate(set) var members: [UInt32] = []
  /// The lines of the rows that say so: of all pairs, or of none.
  fileprivate(set) var lines: [UInt32] = []

  /// Whether there are none.
  var isEmpty: Bool { groups.isEmpty }

  /// Adds a pair.
  mutating func append(group: UInt32, member: UInt32) {
    groups.append(group)
    members.append(member)
  }

  /// Adds a pair with the line of its row.
  mutating func append(group: UInt32, member: UInt32, line: UInt32) {
    append(group: group, member: member)
    lines.append(line)
  }
}
