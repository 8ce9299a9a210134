import Glibc
import Testing

@testable import linkctl

@Suite struct PlugInTests {
  @Test func theFirstProgramOnThePathRuns() throws {
    let first = try TemporaryFolder(programs: ["linkctl-report"], files: ["linkctl-notes"])
    let second = try TemporaryFolder(programs: ["linkctl-report", "linkctl-notes", "other"])
    let path = "relative::\(first.path):/nowhere:\(second.path)"
    let report = PlugIn(name: "report", path: "\(first.path)/linkctl-report")
    let notes = PlugIn(name: "notes", path: "\(second.path)/linkctl-notes")
    #expect(PlugIn.find("report", tool: "linkctl", searchPath: path) == report)
    #expect(PlugIn.find("notes", tool: "linkctl", searchPath: path) == notes)
    #expect(PlugIn.find("absent", tool: "linkctl", searchPath: path) == nil)
    #expect(PlugIn.all(tool: "linkctl", searchPath: path) == [notes, report])
  }

  @Test(arguments: ["", "../report", "a/b", "a\0"])
  func namesThatArePathsAreRefused(name: String) {
    #expect(PlugIn.find(name, tool: "linkctl", searchPath: "/bin") == nil)
  }
}

/// A folder with empty files in it, removed with its last user.
private final class TemporaryFolder {
  struct CannotCreate: Error {}

  let path: String
  private let names: [String]

  init(programs: [String], files: [String] = []) throws {
    var template = Array("/tmp/linkctl-tests-XXXXXX".utf8CString)
    guard let created = mkdtemp(&template) else { throw CannotCreate() }
    path = String(cString: created)
    names = programs + files
    for name in names {
      let mode: mode_t = programs.contains(name) ? 0o755 : 0o644
      let descriptor = open("\(path)/\(name)", O_CREAT | O_WRONLY, mode)
      guard descriptor >= 0 else { throw CannotCreate() }
      close(descriptor)
    }
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
