import Provisioning
import ProvisioningClever
import Testing

@Suite("The identity that a record and a login make")
struct IdentityTests {
  @Test("The key is the ID in use, and the IDs of all roles are aliases")
  func aliases() throws {
    let identity = try person(Body.employee).identity(signedInAs: login("p3"))
    #expect(identity.key.description == "clever:p3")
    #expect(Set(identity.aliases.map(\.rawValue)) == ["t2", "a2", "x2"])
  }

  @Test("What /userinfo tells beside the key is an alias, once")
  func aliasesOfUserInfo() throws {
    let old = #"{"data":{"id":"t2","district":"d1","name":{"last":"Fenfield"}}}"#
    let login = CleverLogin(
      try me(#"{"data":{"id":"t2","district":"d1","type":"teacher"}}"#),
      try userInfo(Body.userInfo))
    let identity = try person(old, of: .teachers).identity(signedInAs: login)
    #expect(identity.key.description == "clever:t2")
    #expect(identity.aliases.map(\.rawValue) == ["p3"])
    let newer = try person(Body.employee).identity(
      signedInAs: CleverLogin(try me(Body.me), try userInfo(Body.userInfo)))
    #expect(Set(newer.aliases.map(\.rawValue)) == ["t2", "a2", "x2"])
    #expect(newer.aliases.count == 3)
  }

  @Test("A student, who has kept her ID, has no alias")
  func student() throws {
    let identity = try person(Body.student).identity(signedInAs: login("u1", type: "student"))
    #expect(identity.aliases == [])
    #expect(
      identity.profile.debugDescription == """
        Profile(roles: student; given: Zoë; middle: ; family: Núñez; email: ; grade: 9; \
        district: d1; schools: s2, s1; sis_id: 77; birth_date: 2010-01-06; gender: F)
        """)
  }

  @Test("A bare /me with the older ID leads to the person, whose own ID is the key")
  func olderID() throws {
    let identity = try person(Body.employee).identity(signedInAs: login("t2", type: "teacher"))
    #expect(identity.key.description == "clever:p3")
  }

  @Test(
    "The role of the login leads, with its SIS ID; else the highest rank",
    arguments: [
      ("teacher", "teacher, district_admin, staff", "77"),
      ("staff", "staff, district_admin, teacher", "12"),
      ("user", "district_admin, staff, teacher", nil),
      ("student", "district_admin, staff, teacher", nil),
      ("aide", "district_admin, staff, teacher", nil),
    ] as [(String, String, String?)])
  func leadingRole(type: String, roles: String, sisID: String?) throws {
    let profile = try person(Body.employee).identity(signedInAs: login("p3", type: type)).profile
    #expect(profile.roles.map(\.rawValue).joined(separator: ", ") == roles)
    #expect(profile.sisID == sisID)
  }

  @Test("The role in /userinfo is that of the login, whatever /me says")
  func roleOfUserInfo() throws {
    let info = try userInfo(
      Body.userInfo.replacing(#""user_type":"teacher""#, with: #""user_type":"district admin""#))
    #expect(CleverLogin(try me(Body.me), info).role == .districtAdmin)
    #expect(CleverLogin(try me(Body.me)).role == .teacher)
  }

  @Test("Schools of all roles come once, those of the leading role first")
  func schools() throws {
    let profile = try person(Body.employee).identity(
      signedInAs: login("p3", type: "teacher")
    ).profile
    #expect(profile.schools == ["s1", "s2", "s3"])
    #expect(profile.email == "wren")
  }

  @Test("A person whose roles are unknown here has none, whatever the login says")
  func unknownRole() throws {
    let aide = try person(Body.unknownRole)
    #expect(aide.unknownRoles == ["aide"])
    let profile = try aide.identity(signedInAs: login("p9", type: "district_admin")).profile
    #expect(profile.roles == [])
    #expect(profile.sisID == nil)
  }

  @Test("A record without roles has that of the login")
  func rolesOfLogin() throws {
    let record = #"{"data":{"id":"p9","name":{"last":"Fenfield"},"roles":{}}}"#
    let profile = try person(record).identity(signedInAs: login("p9", type: "teacher")).profile
    #expect(profile.roles == [.teacher])
    #expect(profile.district == "d1")
  }

  @Test("A contact's whole name is the family name, in every version")
  func contacts() throws {
    for contact in [try person(Body.contact), try person(Body.oldContact, of: .contacts)] {
      #expect(contact.name == CleverName(last: "Ida Fenfield"))
      #expect(contact.roles.map(\.role) == [.contact])
    }
    #expect(try person(Body.contact).roles[0].legacyID == CleverID("c2"))
  }

  @Test("Records of each type below v3.0 have the role of their collection")
  func recordsByType() throws {
    let student = try person(Body.oldStudent, of: .students)
    #expect(student.roles[0].birthDate?.description == "2009-12-31")
    #expect(student.roles[0].grade?.rawValue == "K5")
    #expect(student.profile(leading: nil).gender == "X")
    let admin = try person(Body.oldAdmin, of: .schoolAdmins)
    #expect(admin.profile(leading: nil).roles == [.staff])
    #expect(admin.profile(leading: nil).sisID == "12")
    #expect(admin.roles[0].title == "Head")
    #expect(try person(Body.oldAdmin, of: .districtAdmins).roles.map(\.role) == [.districtAdmin])
    #expect(try person(Body.oldAdmin, of: .teachers).roles.map(\.role) == [.teacher])
  }

  @Test(
    "Sharing is the district's if there is one and nobody else authorized",
    arguments: [
      (Body.me, nil, .district), (Body.libraryMe, nil, .teacher),
      (#"{"data":{"id":"p3","district":"d1"}}"#, "teacher", .teacher),
      (#"{"data":{"id":"p3","district":"d1"}}"#, "district", .district),
      (#"{"data":{"id":"p3","district":"d1","authorized_by":"else"}}"#, "district", .teacher),
      (#"{"data":{"id":"p3","authorized_by":"district"}}"#, "district", .teacher),
    ] as [(String, String?, Sharing)])
  func sharing(body: String, authorizer: String?, expected: Sharing) throws {
    let info = try authorizer.map { word throws(CleverRecordFault) in
      try userInfo(#"{"user_id":"p3","authorized_by":"\#(word)"}"#)
    }
    #expect(CleverLogin(try me(body), info).sharing == expected)
  }

  @Test("An answer about another person or district is refused, and nobody is named")
  func strangers() throws {
    let employee = try person(Body.employee)
    let info = #"{"user_id":"p8","user_type":"teacher"}"#
    let elsewhere = #"{"data":{"id":"p3","district":"d2"}}"#
    let infoElsewhere = #"{"user_id":"t2","district":"d2"}"#
    for (login, endpoint, field) in [
      (try login("p8"), CleverEndpoint.me, "data.id"),
      (CleverLogin(try me(Body.me), try userInfo(info)), .userInfo, "user_id"),
      (CleverLogin(try me(elsewhere)), .me, "data.district"),
      (CleverLogin(try me(Body.me), try userInfo(infoElsewhere)), .userInfo, "district_id"),
    ] {
      let fault = #expect(throws: CleverRecordFault.self) {
        try employee.identity(signedInAs: login)
      }
      #expect(fault == CleverRecordFault(.stranger, in: endpoint, field: field))
      #expect(fault?.description.contains("p8") == false)
    }
  }
}
