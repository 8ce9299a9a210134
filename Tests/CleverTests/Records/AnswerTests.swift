import Provisioning
import ProvisioningClever
import Testing

@Suite("Answers about the login, the district, tokens and errors")
struct AnswerTests {
  @Test("/userinfo tells both IDs, the role of the login and the name")
  func readsUserInfo() throws {
    let info = try userInfo(Body.userInfo)
    #expect(info.ids.map(\.rawValue) == ["p3", "t2"])
    #expect(info.type == .role(.teacher))
    #expect(info.district == CleverID("d1"))
    #expect(info.email == "wren")
    #expect(info.name == CleverName(first: "Wren", last: "Fenfield"))
  }

  @Test("/userinfo with other names for the same fields is read alike")
  func userInfoSynonyms() throws {
    let info = try userInfo(
      #"{"sub":"p3","district":"d1","given_name":"Wren","family_name":"Fenfield"}"#)
    #expect(info.multiRoleUserID == CleverID("p3"))
    #expect(info.district == CleverID("d1"))
    #expect(info.name == CleverName(first: "Wren", last: "Fenfield"))
    #expect(info.type == .unknown(""))
  }

  @Test("A district tells its state and when it is paused; states not known here are kept")
  func districts() throws {
    let district = try CleverDistrict(Array(Body.district.utf8))
    #expect(district.id == CleverID("d1"))
    #expect(district.name == "Fenfield ISD")
    #expect(district.state == .paused)
    #expect(district.pauseStart == CivilDate("2026-06-12"))
    #expect(district.pauseEnd == CivilDate("2026-08-01"))
    let other = #"{"data":{"id":"d1","state":"asleep","pause_start":"soon"}}"#
    let later = try CleverDistrict(Array(other.utf8))
    #expect(later.state?.rawValue == "asleep")
    #expect(later.pauseStart == nil)
  }

  @Test("A token is read whatever the case of its type, and told by no description")
  func tokens() throws {
    for type in ["bearer", "Bearer", "BEARER"] {
      let body = #"{"access_token":"ilc_made_up","token_type":"\#(type)","expires_in":1}"#
      let token = try CleverToken(Array(body.utf8))
      #expect(token.secret.exposed == "ilc_made_up")
      var dumped = ""
      dump(token, to: &dumped)
      #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains("made_up"))
    }
  }

  @Test("A token's scopes are its texts")
  func tokenInfo() throws {
    let info = try CleverTokenInfo(Array(Body.tokenInfo.utf8))
    #expect(info.clientID == "app1")
    #expect(info.scopes == ["read:user_id", "read:teachers_limited"])
  }

  @Test(
    "Of an error only a known word is passed on, in every style",
    arguments: [
      (#"{"error":"invalid_grant","error_description":"code wren"}"#, .invalidGrant),
      (#"{"error":"wren","error_description":"Invalid grant: invalid code"}"#, .invalidGrant),
      (#"{"code":101,"error":"Unrecognized token string","data":{}}"#, .invalidToken),
      (#"{"message":"Resource not in token's scopes"}"#, .insufficientScope),
      (#"{"message":"wren is not here"}"#, nil), (#"{"error":{"wren":1}}"#, nil),
      ("<html>Cannot GET /v3.0/wren</html>", nil), ("", nil), (#"{"error":"#, nil),
    ] as [(String, CleverErrorWord?)])
  func errors(body: String, word: CleverErrorWord?) {
    let error = CleverErrorAnswer(status: 401, body: Array(body.utf8))
    #expect(error.status == 401)
    #expect(error.word == word)
    #expect(!String(reflecting: error).contains("wren"))
  }

  @Test("No description of a value tells who it is about")
  func descriptions() throws {
    let login = CleverLogin(try me(Body.me), try userInfo(Body.userInfo))
    let employee = try person(Body.employee)
    let values: [Any] = [login, login.me, employee, employee.name, employee.roles]
    for value in values {
      let text = "\(value) \(String(reflecting: value))"
      for name in ["Wren", "wren", "Fenfield", "p3", "t2", "77"] {
        #expect(!text.contains(name), "\(text)")
      }
    }
  }
}
