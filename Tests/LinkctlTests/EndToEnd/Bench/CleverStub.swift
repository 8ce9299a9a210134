import HTTPStub

/// A Clever on this machine with two districts of one class each, in lists of one page.
enum CleverStub {
  /// The token of a district.
  static func token(_ district: Int) -> String {
    String(repeating: "c0ffee000\(district)", count: 4)
  }

  /// A teacher's token.
  static let teacherToken = "ilcanary-teacher"

  static func start() -> StubServer {
    StubServer { request in
      let path = String(request.target.prefix { $0 != "?" })
      if path == "/oauth/tokens" {
        guard request["Authorization"] == "Basic YXBwOmNhbmFyeS1zZWNyZXQ=" else {
          return stubAnswer(401, text: "{}")
        }
        return stubAnswer(text: tokens)
      }
      guard let district = (1...2).first(where: { may(request, read: $0) }) else {
        return stubAnswer(401, text: #"{"message":"canary"}"#)
      }
      guard let records = lists(district)[path] else {
        return stubAnswer(404, text: "<pre>no</pre>")
      }
      return stubAnswer(text: page(records, at: request.target))
    }
  }

  private static func may(_ request: StubRequest, read district: Int) -> Bool {
    let sent = request["Authorization"]
    return sent == "Bearer \(token(district))"
      || district == 1 && sent == "Bearer \(teacherToken)"
  }

  private static var tokens: String {
    let list = (1...2).map {
      #"{"owner":{"type":"district","id":"d\#($0)"},"access_token":"\#(token($0))"}"#
    }
    return #"{"data":[\#(list.joined(separator: ","))],"links":[]}"#
  }

  private static func page(_ records: [String], at target: String) -> String {
    let items = records.map { #"{"data":\#($0),"uri":"/v3.1/x"}"# }
    return
      #"{"data":[\#(items.joined(separator: ","))],"links":[{"rel":"self","uri":"\#(target)"}]}"#
  }

  private static func lists(_ number: Int) -> [String: [String]] {
    let student =
      #"{"id":"a\#(number)","district":"d\#(number)","name":{"first":"Ana","last":"Oak"},"#
      + #""roles":{"student":{"sis_id":"1"}}}"#
    let teacher =
      #"{"id":"b\#(number)","district":"d\#(number)","name":{"first":"Bo","last":"Elm"},"#
      + #""roles":{"teacher":{"legacy_id":"e\#(number)"}}}"#
    let section =
      #"{"id":"c\#(number)","district":"d\#(number)","name":"Art","teacher":"b\#(number)","course":"k1","term_id":"t1","#
      + #""teachers":["b\#(number)"],"students":["a\#(number)"]}"#
    return [
      "/v3.1/districts": [#"{"id":"d\#(number)","name":"North","state":"running"}"#],
      "/v3.1/users": [student, teacher], "/v3.1/sections": [section],
      "/v3.1/terms": [#"{"id":"t1","name":"Y1"}"#], "/v3.1/courses": [#"{"id":"k1","name":"Art"}"#],
      "/v3.1/users/b\(number)/sections": [section],
      "/v3.1/sections/c\(number)/users": [student],
    ]
  }
}
