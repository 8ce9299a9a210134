import Foundation
import Provisioning
import ProvisioningClever
import Testing

/// Recorded answers of Clever's demo district, which are no part of this package. The variable
/// `PROVISIONING_SAMPLES` names the folder that holds them.
@Suite(
  "Answers that Clever gave",
  .enabled(
    if: Recorded.folder != nil,
    "set PROVISIONING_SAMPLES to the folder that holds clever-exchanges-v3.0"))
struct RecordedTests {
  @Test("A sign-in: token, /me and the record make the teacher's identity")
  func signIn() throws {
    let token = try CleverToken(Recorded.body("authentication__sso"))
    #expect(token.secret.exposed.hasPrefix("ilc_"))
    let me = try CleverMe(Recorded.body("authentication__sso__1"))
    let person = try CleverPerson(Recorded.body("authentication__sso__2"), of: .users)
    let identity = try person.identity(signedInAs: CleverLogin(me))
    #expect(identity.key.description == "clever:5faac8b7bc447500a10ae857")
    #expect(identity.aliases.map(\.rawValue) == ["58da8c5da7a7e5a6470000a1"])
    #expect(identity.sharing == .district)
    #expect(identity.profile.roles == [.teacher])
    #expect(identity.profile.sisID == "77")
    #expect(identity.profile.schools == ["58da8c58155b940248000007"])
  }

  @Test("A bare /me and a student's record")
  func bareAndStudent() throws {
    let me = try CleverMe(Recorded.body("api__me"))
    #expect(me.type == .role(.teacher))
    #expect(me.sharing == .district)
    let student = try CleverPerson(Recorded.body("api__user"), of: .users)
    #expect(student.roles.map(\.role) == [.student])
    #expect(student.ids == [student.id])
    let profile = student.profile(leading: .student)
    #expect(profile.birthDate == "1998-01-16")
    #expect(profile.grade == "9")
    #expect(profile.gender == "M")
    #expect(profile.schools.count == 2)
  }

  @Test("Every student and teacher of a recorded page is read, one by one")
  func people() throws {
    var roles: [Role: Int] = [:]
    for page in ["api__users", "api__users_with_limit", "api__users_with_starting_after"] {
      for item in try Recorded.items(page) {
        let person = try CleverPerson(item, of: .users)
        for role in person.roles {
          roles[role.role, default: 0] += 1
          #expect(role.grade?.isKnown(in: .v30) != false)
          #expect((role.role == .student) == (role.legacyID == nil))
        }
        #expect(person.district != nil)
        #expect(person.unknownRoles == [])
      }
    }
    #expect(roles.values.reduce(0, +) > 200)
  }

  @Test("Districts and tokens")
  func others() throws {
    let districts = try Recorded.items("client__districts").map { try CleverDistrict($0) }
    #expect(districts.map(\.state) == [.running])
    #expect(try CleverTokenInfo(Recorded.body("api__tokeninfo")).scopes.count == 10)
    let error = CleverErrorAnswer(
      status: 404, body: try Recorded.body("api__resources_district_admin"))
    #expect(error == CleverErrorAnswer(status: 404, body: []))
  }

  @Test("A recorded body that is cut off anywhere is no JSON")
  func cuts() throws {
    for name in ["authentication__sso__2", "api__user"] {
      let body = try Recorded.body(name)
      for length in body.indices {
        #expect(throws: CleverRecordFault(.notJSON, in: .person(.users))) {
          try CleverPerson(Array(body[..<length]), of: .users)
        }
      }
    }
  }

  @Test("/me as others recorded it")
  func meSamples() throws {
    let old = try CleverMe(Recorded.sample("v1.1_student__Clever_clever-oauth-examples"))
    #expect(old.type == .role(.student))
    let new = try CleverMe(Recorded.sample("v3.0_user__pennersr_django-allauth"))
    #expect(new.type == .user)
    #expect(new.sharing == .district)
  }
}

/// The folder of recorded answers.
enum Recorded {
  static let folder = ProcessInfo.processInfo.environment["PROVISIONING_SAMPLES"]

  /// The body of a recorded answer.
  static func body(_ name: String) throws -> [UInt8] {
    let response = try response(name)
    if let text = response["text"] as? String { return Array(text.utf8) }
    return try bytes(#require(response["json"]))
  }

  /// The records of a page, each as an answer of its own.
  static func items(_ name: String) throws -> [[UInt8]] {
    let page = try #require(try response(name)["json"] as? [String: Any])
    return try #require(page["data"] as? [Any]).map(bytes)
  }

  /// A sample of `/me`.
  static func sample(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: file("me-samples/\(name)")))
  }

  private static func response(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: file("clever-exchanges-v3.0/\(name)"))
    let exchange = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return try #require(exchange?["response"] as? [String: Any])
  }

  private static func bytes(_ value: Any) throws -> [UInt8] {
    Array(try JSONSerialization.data(withJSONObject: value))
  }

  private static func file(_ name: String) -> URL {
    URL(fileURLWithPath: folder ?? "").appending(path: "\(name).json")
  }
}
