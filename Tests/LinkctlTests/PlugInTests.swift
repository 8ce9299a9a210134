import Glibc
import ProvisioningTesting
import Testing

@testable import linkctl

@Suite struct PlugInTests {
  @Test func theFirstProgramOnThePathRuns() throws {
    let first = try programs("linkctl-report", files: "linkctl-notes")
    let second = try programs("linkctl-report", "linkctl-notes", "other")
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

  /// A folder with empty files in it, some of which may be run.
  private func programs(_ programs: String..., files: String...) throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    for (names, mode) in [(programs, mode_t(0o755)), (files, 0o644)] {
      for name in names {
        let descriptor = open(folder.path(name), O_CREAT | O_WRONLY, mode)
        try #require(descriptor >= 0)
        close(descriptor)
      }
    }
    return folder
  }
}
