import Foundation
import Provisioning
import ProvisioningClever
import ProvisioningTesting
import Testing

@Suite("Records with fields that are gone or spoilt")
struct MutationTests {
  @Test(
    "A spoilt user is refused, or has no ID, district, role, alias or SIS ID that was not told",
    arguments: [Body.employee, Body.student, Body.contact, Body.unknownRole])
  func users(body: String) throws {
    let whole = try person(body)
    try spoil(body, seed: 1) { spoilt in
      guard let person = try? CleverPerson(spoilt, of: .users) else { return false }
      #expect(person.id == whole.id)
      #expect([nil, whole.district].contains(person.district))
      for role in person.roles {
        let original = try #require(whole.roles.first { $0.role == role.role })
        #expect([nil, original.legacyID].contains(role.legacyID))
        #expect([nil, original.sisID, text].contains(role.sisID))
        #expect(Set(role.schools).isSubset(of: original.schools))
      }
      return true
    }
  }

  @Test(
    "A spoilt record of a type keeps its role and its ID, or is refused",
    arguments: [
      (CleverPeople.students, Body.oldStudent, Role.student),
      (.schoolAdmins, Body.oldAdmin, .staff), (.contacts, Body.oldContact, .contact),
    ])
  func recordsByType(people: CleverPeople, body: String, role: Role) throws {
    let whole = try person(body, of: people)
    try spoil(body, seed: 2) { spoilt in
      guard let person = try? CleverPerson(spoilt, of: people) else { return false }
      #expect(person.id == whole.id)
      #expect(person.roles.map(\.role) == [role])
      #expect(person.roles[0].legacyID == nil)
      #expect([nil, whole.district].contains(person.district))
      return true
    }
  }

  @Test("A spoilt /me names nobody else, and no district's sharing without the district")
  func me() throws {
    try spoil(Body.me, seed: 3) { spoilt in
      guard let me = try? CleverMe(spoilt) else { return false }
      #expect(me.id == CleverID("p3"))
      #expect([nil, CleverID("d1")].contains(me.district))
      #expect(me.sharing == .teacher || me.district != nil)
      #expect(me.sharing == .teacher || [nil, "district"].contains(me.authorizedBy))
      #expect([nil, .teacher].contains(me.type.role))
      return true
    }
  }

  @Test("A spoilt /me of the Library stays a teacher's")
  func library() throws {
    try spoil(Body.libraryMe, seed: 4) { spoilt in
      guard let me = try? CleverMe(spoilt) else { return false }
      #expect(me.sharing == .teacher)
      #expect(me.type.role == nil)
      return true
    }
  }

  @Test("A spoilt /userinfo names nobody else and no other role")
  func userInfo() throws {
    try spoil(Body.userInfo, seed: 5) { spoilt in
      guard let info = try? CleverUserInfo(spoilt) else { return false }
      #expect(Set(info.ids.map(\.rawValue)).isSubset(of: ["p3", "t2"]))
      #expect([nil, .teacher].contains(info.type.role))
      #expect([nil, CleverID("d1")].contains(info.district))
      return true
    }
  }

  @Test("Bytes that are struck at random never trap, and name nobody where they are read")
  func bytes() {
    var dice = SplitMix64(seed: 6)
    var readings = 0
    for _ in 0..<4000 {
      var bytes = Array(Body.employee.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        bytes[Int.random(in: bytes.indices, using: &dice)] = .random(
          in: .min ... .max, using: &dice)
      }
      guard let person = try? CleverPerson(bytes, of: .users) else { continue }
      readings += 1
      #expect(person.roles.allSatisfy { $0.role != .student && $0.role != .contact })
    }
    #expect((100..<3900).contains(readings))
  }

  /// What is put in the place of a value; as text it is no ID, no role and no path.
  private let text = "a text!"

  /// Passes `body` to `read` 1,500 times, each time with one to four fields gone or holding
  /// something else. `read` tells whether it could be read; at times it must, and at times not.
  private func spoil(_ body: String, seed: UInt64, _ read: ([UInt8]) throws -> Bool) throws {
    let whole = try JSONSerialization.jsonObject(with: Data(body.utf8))
    var dice = SplitMix64(seed: seed)
    var outcomes: [Bool: Int] = [:]
    for _ in 0..<1500 {
      var value = whole
      for _ in 0..<Int.random(in: 1...4, using: &dice) { value = spoilt(value, &dice) }
      guard value is [String: Any] else { continue }
      let outcome = try read(Array(JSONSerialization.data(withJSONObject: value)))
      outcomes[outcome, default: 0] += 1
    }
    #expect(outcomes[true, default: 0] > 50)
    #expect(outcomes[false, default: 0] > 50)
  }

  /// `value` with one thing in it gone or replaced, itself included.
  private func spoilt(_ value: Any, _ dice: inout SplitMix64) -> Any {
    if var object = value as? [String: Any], !object.isEmpty,
      Int.random(in: 0..<8, using: &dice) > 0
    {
      let key = object.keys.sorted().randomElement(using: &dice)!
      if Int.random(in: 0..<4, using: &dice) == 0 {
        object[key] = nil
      } else {
        object[key] = spoilt(object[key]!, &dice)
      }
      return object
    }
    if let list = value as? [Any], !list.isEmpty, Bool.random(using: &dice) {
      return Array(list.dropLast()) + [spoilt(list.last!, &dice)]
    }
    let others: [Any] = [
      NSNull(), "", text, 7, true, [Any](), [String: Any](), ["a": 1], [1, "b!"],
    ]
    return others.randomElement(using: &dice)!
  }
}
