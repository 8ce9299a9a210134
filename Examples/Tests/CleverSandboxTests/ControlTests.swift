import Foundation
import ProvisioningHTTP
import SandboxTesting
import Testing

@testable import CleverSandbox

/// What the sandbox is told and cannot do.
@Suite struct ControlTests {
  @Test(arguments: [
    (
      "faults", #"{"path": "/me", "kind": "status", "stauts": 500}"#, ["stauts", "status", "times"]
    ),
    ("faults", #"{"path": "/me", "kind": "fire"}"#, ["kind", "fire", "status", "poison"]),
    ("faults", #"{"kind": "status"}"#, ["path", "needed"]),
    ("faults", #"{"path": "/me", "kind": "status", "status": "500"}"#, ["status", "Int"]),
    ("faults", #"{"path": "/me", "kind": "cut", "bytes": -1}"#, ["bytes", "-1"]),
    ("faults", #"{"path": "/me", "kind": "status", "status": 1000}"#, ["status", "200 to 599"]),
    ("faults", #"{"path": "/me", "kind": "status", "status": 100}"#, ["status", "100"]),
    ("faults", #"{"path": "/me", "kind": "delay", "seconds": -1}"#, ["seconds"]),
    ("faults", #"{"path": "/me", "kind": "html", "times": 0}"#, ["times"]),
    ("faults", #"{"path": "me", "kind": "html"}"#, ["path", "slash"]),
    ("faults", "[]", ["object"]), ("faults", "{", ["object"]),
    ("clock", #"{"advance": 1e300}"#, ["century"]), ("clock", #"{"seconds": 3}"#, ["advance"]),
    ("codes", #"{"user": "x", "client_id": "y"}"#, ["y", "app"]),
    ("tokens", #"{"user": "x", "clientId": "y"}"#, ["clientId", "client_id"]),
    ("apps/APP", #"{"user_types": ["teacher", "principal"]}"#, ["principal", "staff"]),
    ("apps/APP", #"{"districts": ["nowhere"]}"#, ["nowhere"]),
    ("apps/APP", #"{"consents": ["nobody"]}"#, ["nobody", "teacher"]),
    ("apps/APP", #"{"colour": "red"}"#, ["colour", "user_types"]),
    ("changes", #"{"change": "paint", "id": "x"}"#, ["paint", "join"]),
    ("changes", #"{"change": "set", "id": "x", "value": {}}"#, ["value", "values"]),
  ])
  func `What cannot be used is refused, with the word that is wrong and those that are right`(
    path: String, body: String, words: [String]
  ) async throws {
    try await TestSandbox.run { sandbox in
      let path = path.replacing("APP", with: sandbox.told.clientID)
      let answer = try await sandbox.post("/sandbox/\(path)", body)
      #expect(answer.status == 400)
      for word in words { #expect(answer.text.contains(word), "\(answer.text)") }
      #expect(!answer.text.contains("DecodingError") && !answer.text.contains("codingPath"))
    }
  }
}
