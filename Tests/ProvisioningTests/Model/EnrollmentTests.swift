import Provisioning
import ProvisioningTesting
import Testing

@Suite("Rule 4: enrollments are seen through links")
struct EnrollmentTests {
  private func assertion(
    _ section: String, _ key: String, _ role: EnrollmentRole, _ status: Enrollment.Status
  ) -> Enrollment.Assertion {
    Enrollment.Assertion(
      section: .named(section), key: .named(key), state: .init(role: role, status: status),
      revision: Revision(1))
  }

  @Test("active while any assertion is, with the strongest role of those that are")
  func folding() throws {
    let accounts: [Identity.Key: Account.ID] = [
      .named("a:1"): .named("one"), .named("b:1"): .named("one"), .named("a:2"): .named("two"),
    ]
    let folded = Enrollment.folding(
      [
        assertion("s:1", "b:1", .student, .active),
        assertion("s:1", "a:1", .primaryTeacher, .ended),
        assertion("s:1", "a:2", .coTeacher, .ended), assertion("s:0", "a:1", .coTeacher, .active),
        assertion("s:0", "b:1", .primaryTeacher, .active),
        assertion("s:0", "x:9", .student, .active),
      ], accounts: accounts)
    let lines = folded.map { enrollment in
      "\(enrollment.section) \(enrollment.account) \(enrollment.role.rawValue)"
        + " \(enrollment.status) \(enrollment.assertedBy.map(\.description))"
    }
    #expect(
      lines == [
        "s:0 one primary_teacher active [\"a:1\", \"b:1\"]",
        "s:1 one student active [\"a:1\", \"b:1\"]", "s:1 two co_teacher ended [\"a:2\"]",
      ])
  }
}
