import CleverSandbox
import Foundation
import ProvisioningCurl
import ProvisioningHTTP
import Testing

/// `linkctl certify` against the sandbox, and against apps that stand beside it.
@Suite("Certification", .timeLimit(.minutes(10)))
struct CertificationTests {
  private static let pages = [
    "primary_redirect", "state", "portal_login", "repeated_code", "session_override", "log_out",
  ]

  @Test("A district's people are found and looked at; what is not there is not run")
  func district() async throws {
    try await Desk.open { desk in
      let ending = try await desk.run("certify --format json")
      #expect(ending.code == 0, "\(ending.output) \(ending.errors)")
      let verdicts = try Self.verdicts(ending)
      for check in Self.pages { #expect(verdicts[check] == "not_run", "\(check)") }
      for check in [
        "resync", "user_type_student", "user_type_teacher", "user_type_staff",
        "user_type_district_admin", "ten_sections", "hundred_students", "utf8_names",
        "student_without_email", "co_teacher", "student_of_several_teachers",
      ] {
        #expect(verdicts[check] == "ok", "\(check): \(ending.output)")
      }
      let text = try await desk.run("certify")
      #expect(text.output.contains("not run") && text.output.contains("remedy:"))
    }
  }

  @Test("Who is refused by the gate is told as that") func gate() async throws {
    try await Desk.open { desk in
      try desk.configure(
        redirectURI: "http://127.0.0.1:8080/callback", "gate: {roles: [\"student\"]}")
      let ending = try await desk.run("certify --format json")
      #expect(try Self.verdicts(ending)["user_type_teacher"] == "ok")
      #expect(ending.output.contains("is refused by the gate: nothing is written"))
    }
  }

  @Test("A Clever that cannot be read is a problem, and nobody is looked at") func unreadable()
    async throws
  {
    try await Desk.open { desk in
      let ending = try await desk.run("certify --format json", ["CLEVER_DISTRICT_TOKEN": "none"])
      #expect(ending.code == 2)
      let verdicts = try Self.verdicts(ending)
      #expect(verdicts["roster"] == "problem" && verdicts["co_teacher"] == "not_run")
    }
  }

  @Test("An app that does it right passes every check of its pages") func app() async throws {
    let verdicts = try await Self.certify(PlainApp())
    for check in Self.pages { #expect(verdicts[check] == "ok", "\(check)") }
  }

  @Test(
    "Each fault of an app is told by its check",
    arguments: [
      (PlainApp.Fault.leadsNowhere, "primary_redirect"), (.takesAnyState, "state"),
      (.keepsTheFirstSession, "session_override"), (.namesNobody, "session_override"),
      (.staysLoggedIn, "log_out"), (.redeemsAgain, "repeated_code"),
      (.takesStrangeCodes, "portal_login"),
    ])
  func faults(fault: PlainApp.Fault, check: String) async throws {
    #expect(try await Self.certify(PlainApp([fault]))[check] == "problem")
  }

  /// The verdicts on an app beside a sandbox.
  private static func certify(_ app: PlainApp) async throws -> [String: String] {
    let (results, result) = AsyncStream<[String: String]>.makeStream()
    try await Desk.open { desk in
      try await app.serve(beside: desk.sandbox) { button, callback in
        try await register(callback, at: desk.sandbox)
        try desk.configure(redirectURI: callback)
        result.yield(try verdicts(await desk.run("certify --format json --app \(button)")))
      }
    }
    return await results.first { _ in true } ?? [:]
  }

  private static func register(_ uri: String, at sandbox: SandboxAnnouncement) async throws {
    let response = try await CurlTransport().send(
      HTTPRequest(
        .post, "\(sandbox.url)/sandbox/apps/\(sandbox.clientID)",
        headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(#"{"redirect_uris":["\#(uri)"]}"#.utf8)))
    try #require(response.status == 200)
  }

  static func verdicts(_ ending: Desk.Ending) throws -> [String: String] {
    let answer = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let checks = (answer as? [String: Any])?["checks"] as? [[String: Any]] ?? []
    return Dictionary(
      checks.map { ($0["check"] as? String ?? "", $0["verdict"] as? String ?? "") },
      uniquingKeysWith: { first, _ in first })
  }
}
