import Glibc
import Provisioning
import Testing

@testable import ProvisioningSQLite

/// A copy in the making, and who else is at work in its folder.
@Suite struct FillingTests {
  let folder = Folder()
  private var draft: String { folder.file(".copy.filling") }

  @Test(arguments: ["copy", "copy-wal", "copy-journal"])
  func aFileThatComesWhileACopyIsMadeStays(name: String) async throws {
    let filling = try await filled(from: InMemoryStore())
    folder.touch(name)
    let error = await #expect(throws: ProvisioningError.self) { try await filling.finish() }
    #expect(error?.code == .refused)
    #expect(error?.remedy == "Name another file.")
    var status = stat()
    #expect(stat(folder.file(name), &status) == 0 && status.st_size == 0)
    #expect(name == "copy" || access(folder.file("copy"), F_OK) != 0)
  }

  @Test(
    "A draft that others can read, that has two names or is no file is not filled",
    arguments: [
      "readable", "linked", "symbolic", "folder", "journal",
    ])
  func plantedDrafts(kind: String) async throws {
    switch kind {
    case "readable":
      folder.touch(".copy.filling")
      chmod(draft, 0o644)
    case "linked":
      folder.touch("other")
      link(folder.file("other"), draft)
    case "symbolic":
      folder.touch("other")
      symlink(folder.file("other"), draft)
    case "journal":
      folder.touch(".copy.filling-journal")
      chmod(draft + "-journal", 0o666)
    default: mkdir(draft, 0o700)
    }
    try await expectRefused()
  }

  @Test(
    "A draft of somebody else is not filled",
    .enabled(if: geteuid() == 0, "only root can give a file away"))
  func draftsOfOthers() async throws {
    folder.touch(".copy.filling")
    #expect(chown(draft, 65534, 65534) == 0)
    try await expectRefused()
  }

  @Test("What is erased in a draft, of a former moment for one, is gone from the file")
  func erasing() throws {
    folder.touch("draft")
    let session = try Session(path: folder.file("draft"))
    try session.execute("PRAGMA secure_delete = 0")
    try session.configure(for: .drafting)
    #expect(try session.value("PRAGMA secure_delete") == "1")
  }

  /// Begins a copy of all that `source` holds.
  private func filled(from source: InMemoryStore) async throws -> SQLiteFilling {
    let filling = try await SQLiteFilling.open(at: folder.file("copy"))
    let contents = await source.contents()
    var place = try await filling.begin(contents.moment)
    while let page = try await contents.page(after: place, limit: 100) {
      try await filling.write(page)
      place = page.end
    }
    await contents.close()
    return filling
  }

  private func expectRefused() async throws {
    let before = folder.names
    let error = await #expect(throws: ProvisioningError.self) {
      try await SQLiteFilling.open(at: folder.file("copy"))
    }
    #expect(error?.code == .refused)
    #expect(error?.reason != nil && error?.remedy?.contains(".copy.filling") == true)
    #expect(folder.names.filter { $0 != "copy-lock" } == before)
  }
}
