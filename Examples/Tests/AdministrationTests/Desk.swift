import CleverSandbox
import Foundation

/// An administrator's desk beside a sandbox: a folder with a configuration, in which linkctl runs.
struct Desk: Sendable {
  let folder: URL
  let sandbox: SandboxAnnouncement

  /// Runs a sandbox for as long as `body` takes.
  static func open(
    _ body: @escaping @Sendable (Desk) async throws -> Void
  ) async throws {
    let uri = "http://127.0.0.1:8080/callback"
    var options = SandboxOptions()
    options.redirectURIs = [uri]
    try await SandboxServer(options).serve { sandbox in
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "desk-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let desk = Desk(folder: folder, sandbox: sandbox)
      try desk.configure(redirectURI: uri)
      try await body(desk)
    }
  }

  /// Writes the configuration; teachers come in without a question.
  func configure(redirectURI: String, _ more: String = "") throws {
    let text = """
      {signIn: {teacher: "create", staff: "create", district_admin: "create"},
       clever: {clientID: "\(sandbox.clientID)", redirectURIs: ["\(redirectURI)"],
         accounts: "\(sandbox.url)", data: "\(sandbox.url)"}, \(more)}
      """
    try text.write(to: folder.appending(path: "linkctl.json"), atomically: true, encoding: .utf8)
  }

  /// What a program came to.
  struct Ending: Sendable {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Runs linkctl, with the app's secret in the environment and what else is given.
  func run(_ line: String, _ variables: [String: String] = [:]) async throws -> Ending {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "linkctl")
    process.arguments = line.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "CLEVER_CLIENT_SECRET": sandbox.clientSecret]
      .merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (try scratch(), try scratch())
    process.standardOutput = output.handle
    process.standardError = errors.handle
    let (ends, end) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = {
      end.yield($0.terminationStatus)
      end.finish()
    }
    try process.run()
    let code = await ends.first { _ in true } ?? -1
    return Ending(
      code: code, output: try String(contentsOf: output.url, encoding: .utf8),
      errors: try String(contentsOf: errors.url, encoding: .utf8))
  }

  private func scratch() throws -> (url: URL, handle: FileHandle) {
    let url = folder.appending(path: "out-\(UUID().uuidString)")
    try Data().write(to: url)
    return (url, try FileHandle(forWritingTo: url))
  }
}
