import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 12: merges and resyncs in either order")
struct MergeThenResyncTests {
  @Test("A merge does not decide which roles a link without roles may take")
  func unknownRoles() async throws {
    var rolesAfter: [[Role]] = []
    for mergesFirst in [true, false] {
      let school = School()
      let id = try await school.enter(.person("clever:1"))
      var unknown = Identity.person("lib:1")
      unknown.profile.roles = []
      try await school.bringIn(ListedRoster("lib", people: [unknown]))
      let source = try #require(try await school.home("lib:1"))
      let resync = ListedRoster("lib", people: [.person("lib:1", .teacher)])
      if mergesFirst { try await school.merge(source, into: id, allowing: [.roles]) }
      try await school.bringIn(resync)
      if !mergesFirst { try await school.merge(source, into: id, allowing: [.roles]) }
      let link = try #require(try await school.store.link(.named("lib:1")))
      rolesAfter.append(link.state.profile.roles)
    }
    #expect(rolesAfter[0] == rolesAfter[1])
  }
}
