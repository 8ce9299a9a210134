import Provisioning
import ProvisioningClever
import Testing

@Suite("Who has signed in, in every shape of /me")
struct MeTests {
  /// A shape of the answer, and what it means.
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let body: String
    let type: CleverUserType
    let sharing: Sharing
    var testDescription: String { name }
  }

  static let shapes = [
    Shape(
      name: "v1.1",
      body: """
        {"data":{"district":"d1","id":"p1","type":"student"},"links":[
        {"rel":"self","uri":"/me"},{"rel":"canonical","uri":"/v1.1/students/p1"},
        {"rel":"district","uri":"/v1.1/districts/d1"}],"type":"student"}
        """,
      type: .role(.student), sharing: .district),
    Shape(
      name: "v2.0", body: #"{"data":{"id":"p1","district":"d1","type":"school_admin"}}"#,
      type: .role(.staff), sharing: .district),
    Shape(
      name: "v2.1",
      body: """
        {"type":"teacher","data":{"id":"p1","district":"d1","type":"teacher",
        "authorized_by":"district"},"links":[{"rel":"canonical","uri":"/v2.1/teachers/p1"}]}
        """,
      type: .role(.teacher), sharing: .district),
    Shape(
      name: "v2.1, shared by the teacher",
      body: #"{"data":{"id":"p1","district":"d1","type":"teacher","authorized_by":"teacher"}}"#,
      type: .role(.teacher), sharing: .teacher),
    Shape(
      name: "v3.0 with a role",
      body: """
        {"type":"user","data":{"id":"p1","district":"d1","type":"teacher",
        "authorized_by":"district"},"links":[{"rel":"canonical","uri":"/v3.0/users/p1"}]}
        """,
      type: .role(.teacher), sharing: .district),
    Shape(
      name: "v3.0 as documented",
      body: """
        {"type":"user","data":{"id":"p1","district":"d1","type":"user","authorized_by":"district"}}
        """,
      type: .user, sharing: .district),
    Shape(
      name: "v3.0 bare", body: #"{"data":{"id":"p1","district":"d1","type":"teacher"}}"#,
      type: .role(.teacher), sharing: .district),
    Shape(
      name: "v3.0 Library", body: #"{"data":{"id":"p1","type":"user"},"links":[]}"#,
      type: .user, sharing: .teacher),
    Shape(
      name: "Library with blanks",
      body: #"{"data":{"id":"p1","district":"","authorized_by":null},"type":"user"}"#,
      type: .user, sharing: .teacher),
    Shape(
      name: "a type not known here", body: #"{"data":{"id":"p1","district":"d1","type":"aide"}}"#,
      type: .unknown("aide"), sharing: .district),
  ]

  @Test("Each shape is read for what it says", arguments: shapes)
  func shape(_ shape: Shape) throws {
    let me = try CleverMe(Array(shape.body.utf8))
    #expect(me.id.rawValue == "p1")
    #expect(me.type == shape.type)
    #expect(me.sharing == shape.sharing)
  }
}
