import Testing

@testable import ProvisioningRosterFiles

struct GroupedMembersTests {
  @Test func membersAreGroupedInOrderWithoutRepeats() {
    var pairs = MemberPairs()
    for (group, member) in [(2, 1), (0, 3), (2, 0), (2, 1), (0, 3), (0, 1), (3, 1)] {
      pairs.append(group: UInt32(group), member: UInt32(member))
    }
    let grouped = GroupedMembers(pairs, groups: 5, members: 4)
    #expect((0..<5).map { Array(grouped[$0]) } == [[3, 1], [], [1, 0], [1], []])
    #expect(grouped.count == 5)
  }
}
