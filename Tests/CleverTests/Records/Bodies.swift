import Provisioning
import ProvisioningClever

/// Bodies of answers, in the shapes that Clever's have; the people are made up.
enum Body {
  static let me = #"""
    {"type":"user","data":{"id":"p3","district":"d1","type":"teacher","authorized_by":"district"},
    "links":[{"rel":"canonical","uri":"/v3.0/users/p3"}]}
    """#
  static let libraryMe = #"{"data":{"id":"p3","type":"user"},"links":[]}"#
  static let userInfo = #"""
    {"sub":"p3","user_id":"t2","multi_role_user_id":"p3","user_type":"teacher","district_id":"d1",
    "district":"d1","email":"wren","name":{"first":"Wren","last":"Fenfield","middle":""},
    "schools":[],"given_name":"Wren","family_name":"Fenfield","email_verified":false}
    """#
  /// A user of v3.0 who teaches and administers.
  static let employee = #"""
    {"data":{"id":"p3","district":"d1","created":"2023-04-07T16:21:01.441Z","email":"wren",
    "name":{"first":"Wren","middle":"","last":"Fenfield"},"roles":{
    "teacher":{"legacy_id":"t2","school":"s1","schools":["s1","s2"],"sis_id":"77",
    "credentials":{"district_username":"wf"},"ext":{"a":"b"},"title":"Arts teacher"},
    "staff":{"legacy_id":"a2","staff_id":"12","schools":["s3","s1"],"title":"Head"},
    "district_admin":{"legacy_id":"x2","title":"Chief"}}},"links":[]}
    """#
  static let student = #"""
    {"data":{"id":"u1","district":"d1","email":"","name":{"first":"Zoë","last":"Núñez"},"roles":{
    "student":{"dob":"1/6/2010","gender":"F","grade":"9","school":"s2","schools":["s1","s2"],
    "sis_id":"77","email":"","enrollments":[],"graduation_year":"","location":{"zip":"1"}}}}}
    """#
  static let contact = #"""
    {"data":{"id":"c3","district":"d1","name":{"last":"Ida Fenfield"},"roles":{"contact":{
    "legacy_id":"c2","phone":"1","student_relationships":[{"student":"u1"}]}}}}
    """#
  static let unknownRole = #"{"data":{"id":"p9","district":"d1","roles":{"aide":{"sis_id":"5"}}}}"#
  static let oldStudent = #"""
    {"data":{"id":"u1","district":"d1","school":"s1","schools":["s1"],"sis_id":"77","grade":"K5",
    "name":{"first":"Zoë","last":"Núñez"},"dob":"12/31/2009","gender":"X","email":null}}
    """#
  static let oldAdmin = #"""
    {"data":{"id":"a2","district":"d1","staff_id":"12","schools":["s3"],"title":"Head",
    "name":{"first":"Wren","last":"Fenfield"},"email":"wren@example.org"}}
    """#
  static let oldContact =
    #"{"data":{"id":"c2","district":"d1","name":"Ida Fenfield","sis_id":"8"}}"#
  static let district = #"""
    {"data":{"id":"d1","name":"Fenfield ISD","state":"paused","error":"",
    "pause_start":"2026-06-12T00:00:00.000Z","pause_end":"2026-08-01T00:00:00.000Z"}}
    """#
  static let token = #"{"access_token":"ilc_made_up","token_type":"Bearer"}"#
  static let tokenInfo =
    #"{"client_id":"app1","scopes":["read:user_id",7,"read:teachers_limited"]}"#
}

func me(_ body: String) throws(CleverRecordFault) -> CleverMe { try CleverMe(Array(body.utf8)) }

func userInfo(_ body: String) throws(CleverRecordFault) -> CleverUserInfo {
  try CleverUserInfo(Array(body.utf8))
}

func person(
  _ body: String, of people: CleverPeople = .users
) throws(CleverRecordFault) -> CleverPerson {
  try CleverPerson(Array(body.utf8), of: people)
}

/// A `/me` of somebody in the district `d1`.
func login(_ id: String, type: String = "user") throws(CleverRecordFault) -> CleverLogin {
  CleverLogin(try me(#"{"data":{"id":"\#(id)","district":"d1","type":"\#(type)"}}"#))
}
