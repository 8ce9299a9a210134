import Provisioning
import ProvisioningTesting
import Testing

/// The contract itself: a store that breaks one promise does not get through, and is told which.
@Suite("The contract of stores")
struct ContractTests {
  @Test(
    "a store with a fault is found out, by the promise that it breaks", arguments: Fault.allCases)
  func findsOut(fault: Fault) async throws {
    let maker = StoreMaker(passing: { SabotagedStore(fault) })
    try await expectViolation(of: fault.rule, by: maker)
  }

  @Test("a store that crashes do harm to is found out", arguments: ReplayedStore.Fault.allCases)
  func findsOut(fault: ReplayedStore.Fault) async throws {
    try await expectViolation(
      of: "After a crash every acknowledged commit is there, and nothing half",
      by: dying(fault))
  }

  private func expectViolation(of rule: String, by maker: StoreMaker) async throws {
    let check = try #require(AccountStoreContract.checks.first { $0.name == rule })
    let violations = await check.violations(on: maker)
    let first = try #require(violations.first, "the check has not found the fault")
    #expect(first.hasPrefix("\(rule): ") && first.count > rule.count + 10)
  }

  @Test(
    "a lasting store that can die is tried at each step", arguments: AccountStoreContract.checks)
  func dies(check: AccountStoreContract.Check) async throws {
    try await check.run(on: dying(nil))
  }

  @Test("names of checks are sentences, each once")
  func names() {
    let names = AccountStoreContract.checks.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.hasSuffix(".") && $0.contains(" ") })
  }

  private func dying(_ fault: ReplayedStore.Fault?) -> StoreMaker {
    StoreMaker(dying: {
      let place = Place(fault: fault)
      return { try await place.open(dyingAt: $0) }
    })
  }
}
