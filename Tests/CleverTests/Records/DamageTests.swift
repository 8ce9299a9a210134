import Provisioning
import ProvisioningClever
import Testing

@Suite("Answers that cannot be used")
struct DamageTests {
  /// A body and how it is read.
  struct Reading: Sendable, CustomTestStringConvertible {
    let endpoint: CleverEndpoint
    let body: String
    let read: @Sendable ([UInt8]) throws(CleverRecordFault) -> Void
    var testDescription: String { "\(endpoint)" }

    /// What kept `bytes` from being read; `nil` if nothing did.
    func fault(of bytes: [UInt8]) -> CleverRecordFault? {
      do throws(CleverRecordFault) {
        try read(bytes)
        return nil
      } catch {
        return error
      }
    }
  }

  static func reading(_ people: CleverPeople, _ body: String) -> Reading {
    Reading(endpoint: .person(people), body: body) { body throws(CleverRecordFault) in
      _ = try CleverPerson(body, of: people)
    }
  }

  static let readings: [Reading] = [
    Reading(endpoint: .me, body: Body.me) { body throws(CleverRecordFault) in
      _ = try CleverMe(body)
    },
    Reading(endpoint: .userInfo, body: Body.userInfo) { body throws(CleverRecordFault) in
      _ = try CleverUserInfo(body)
    },
    reading(.users, Body.employee), reading(.users, Body.student),
    reading(.students, Body.oldStudent), reading(.schoolAdmins, Body.oldAdmin),
    reading(.contacts, Body.oldContact),
    Reading(endpoint: .district, body: Body.district) { body throws(CleverRecordFault) in
      _ = try CleverDistrict(body)
    },
    Reading(endpoint: .token, body: Body.token) { body throws(CleverRecordFault) in
      _ = try CleverToken(body)
    },
    Reading(endpoint: .tokenInfo, body: Body.tokenInfo) { body throws(CleverRecordFault) in
      _ = try CleverTokenInfo(body)
    },
  ]

  @Test(
    "A body that is cut off anywhere is no JSON, and the whole one is read", arguments: readings)
  func cuts(reading: Reading) {
    let bytes = Array(reading.body.utf8)
    #expect(reading.fault(of: bytes) == nil)
    for length in bytes.indices {
      let fault = reading.fault(of: Array(bytes[..<length]))
      #expect(fault == CleverRecordFault(.notJSON, in: reading.endpoint), "cut at \(length)")
    }
  }

  @Test("What is no UTF-8 or no object of JSON is told as such", arguments: readings)
  func otherBytes(reading: Reading) {
    let body = Array(reading.body.utf8)
    let wide = body.flatMap { byte -> [UInt8] in [byte, 0] }
    let html = "<!DOCTYPE html>\n<html><body><pre>Cannot GET /v3.0/me</pre></body></html>"
    let badText = Array(#"{"data":{"name":""#.utf8) + [0xFF] + Array(#""}}"#.utf8)
    let others: [[UInt8]] = [
      [0xEF, 0xBB, 0xBF] + body, wide, Array(html.utf8), badText, Array("[\(reading.body)]".utf8),
      body + Array("{}".utf8), Array(#""text""#.utf8), Array("null".utf8), [],
      Array(String(repeating: #"{"data":"#, count: 100_000).utf8),
    ]
    for bytes in others {
      #expect(
        reading.fault(of: bytes) == CleverRecordFault(.notJSON, in: reading.endpoint),
        "\(bytes.prefix(20))")
    }
  }

  @Test("An error is told as one, whatever the status was", arguments: readings)
  func errors(reading: Reading) {
    for (body, word) in [
      (#"{"error":"invalid_grant","error_description":"wren"}"#, CleverErrorWord.invalidGrant),
      (#"{"code":101,"error":"Unrecognized token string","data":{}}"#, .invalidToken),
      (#"{"error":"wren has no account"}"#, nil), (#"{"message":"wren is unknown"}"#, nil),
    ] {
      let fault = reading.fault(of: Array(body.utf8))
      #expect(fault == CleverRecordFault(.error(word), in: reading.endpoint))
      #expect(fault?.description.contains("wren") == false)
    }
  }

  @Test("White space around an answer is none of its faults", arguments: readings)
  func whiteSpace(reading: Reading) {
    #expect(reading.fault(of: Array(" \r\n\t\(reading.body) \n".utf8)) == nil)
  }

  /// A field that is needed, how it is spoilt, and what is said of it.
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let endpoint: CleverEndpoint
    let old: String
    let new: String
    let kind: CleverRecordFault.Kind
    let field: String
    var testDescription: String { "\(endpoint) \(field) \(new)" }

    init(
      _ endpoint: CleverEndpoint, _ old: String, _ new: String, _ kind: CleverRecordFault.Kind,
      _ field: String
    ) {
      (self.endpoint, self.old, self.new, self.kind, self.field) = (endpoint, old, new, kind, field)
    }
  }

  static let spoilt = [
    Spoilt(.me, #""data":"#, #""dat":"#, .missing, "data"),
    Spoilt(.me, #""id":"p3""#, #""id":"""#, .missing, "data.id"),
    Spoilt(.me, #""id":"p3""#, #""id":null"#, .missing, "data.id"),
    Spoilt(.me, #""id":"p3""#, #""id":7"#, .unusable, "data.id"),
    Spoilt(.me, #""id":"p3""#, #""id":"../p3""#, .unusable, "data.id"),
    Spoilt(.me, #""district":"d1""#, #""district":{}"#, .unusable, "data.district"),
    Spoilt(
      .me, #""authorized_by":"district""#, #""authorized_by":true"#, .unusable,
      "data.authorized_by"),
    Spoilt(.userInfo, #""user_id":"t2""#, #""user_id":["t2"]"#, .unusable, "user_id"),
    Spoilt(
      .userInfo, #""sub":"p3","user_id":"t2","multi_role_user_id":"p3""#, #""sub":null"#, .missing,
      "user_id"),
    Spoilt(.person(.users), #""id":"p3""#, #""id":" ""#, .unusable, "data.id"),
    Spoilt(.person(.users), #""roles":{"#, #""roles":7,"x":{"#, .unusable, "data.roles"),
    Spoilt(
      .person(.users), #""staff":{"#, #""staff":"yes","x":{"#, .unusable, "data.roles.staff"),
    Spoilt(
      .person(.users), #""legacy_id":"x2""#, #""legacy_id":2"#, .unusable,
      "data.roles.district_admin.legacy_id"),
    Spoilt(.district, #""id":"d1""#, #""id":false"#, .unusable, "data.id"),
    Spoilt(.token, #""ilc_made_up""#, #""il\r\nX: y""#, .unusable, "access_token"),
    Spoilt(.token, #""ilc_made_up""#, #""""#, .missing, "access_token"),
    Spoilt(.token, #""Bearer""#, #""mac""#, .unusable, "token_type"),
    Spoilt(.token, #","token_type":"Bearer""#, "", .missing, "token_type"),
    Spoilt(.tokenInfo, #""app1""#, #"["app1"]"#, .unusable, "client_id"),
    Spoilt(.tokenInfo, #""app1""#, "1", .unusable, "client_id"),
    Spoilt(.tokenInfo, #""app1""#, "null", .missing, "client_id"),
  ]

  @Test("A needed field that is missing or wrong is named, and its value is not", arguments: spoilt)
  func neededFields(spoilt: Spoilt) throws {
    let reading = try #require(Self.readings.first { $0.endpoint == spoilt.endpoint })
    #expect(reading.body.contains(spoilt.old))
    let body = reading.body.replacing(spoilt.old, with: spoilt.new)
    let fault = try #require(reading.fault(of: Array(body.utf8)))
    #expect(fault == CleverRecordFault(spoilt.kind, in: spoilt.endpoint, field: spoilt.field))
    #expect(fault.error.code == .invalid)
    #expect(fault.description.contains("\(spoilt.endpoint)"))
    #expect(fault.description.contains("The field \(spoilt.field) "))
  }

  @Test("RecordFields that are not needed may hold anything")
  func otherFields() throws {
    let body = #"""
      {"data":{"id":"p3","district":"d1","name":[1],"email":{"a":[null]},"roles":{"student":{
      "dob":20100106,"gender":["F"],"grade":9,"school":null,"schools":["s1",7,{"a":1},"","s 2","s1"],
      "sis_id":77,"title":1e999}}},"links":"none"}
      """#
    let student = try person(body)
    #expect(student.name == CleverName())
    #expect(student.email == nil)
    #expect(student.roles[0].schools == [CleverID("s1")])
    let profile = student.profile(leading: nil)
    #expect(profile.debugDescription.contains("grade: ; district: d1; schools: s1; sis_id: ;"))
  }
}
