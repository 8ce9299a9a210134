import CleverSandbox
import Foundation
import Testing

/// Runs what the page for administrators shows.
@Suite struct PageTests {
  @Test(.timeLimit(.minutes(10)))
  func `Every command on the page does what it says`() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appending(path: "docs/clever-admin.md"), encoding: .utf8)
    let lines = page.split(separator: "\n").filter { $0.hasPrefix("linkctl ") }
    #expect(lines.count > 8)
    try await Desk.open { desk in
      let teacher = try #require(desk.sandbox.users.first { $0.role == .teacher })
      _ = try await desk.run("store init")
      for line in lines {
        let words = line.dropFirst("linkctl ".count).replacing("TEACHER", with: teacher.id)
        let ending = try await desk.run(String(words))
        #expect(ending.code == 0, "\(line)\n\(ending.output)\n\(ending.errors)")
      }
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `A teacher of the Library syncs with her own token`() async throws {
    try await Desk.open { desk in
      let teacher = try #require(
        desk.sandbox.users.first { $0.role == .teacher && $0.sharing == .teacher })
      let signIn =
        "sign-in --provider clever --role teacher --sharing teacher --subject \(teacher.id)"
      #expect(try await desk.run(signIn).code == 0)
      let token = ["CLEVER_TOKEN": teacher.token, "CLEVER_CLIENT_SECRET": ""]
      let first = try await desk.run("sync teacher \(teacher.id) --format json", token)
      #expect(first.code == 0, "\(first.errors)")
      #expect(!first.output.contains(#""created":0,"restored""#), "\(first.output)")
      let again = try await desk.run("sync teacher \(teacher.id) --format json", token)
      #expect(again.output.contains(#""entries":0"#))
      let library = try await desk.run("certify --format json", token)
      #expect(try CertificationTests.verdicts(library)["resync"] == "ok", "\(library.output)")
    }
  }
}
