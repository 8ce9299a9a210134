import ProvisioningTesting
import Foundation
import Testing

@testable import linkctl

/// `sample` writes what an import takes, and says beforehand what it will count.
@Suite(.timeLimit(.minutes(15))) struct SampleTests {
  let place = Workplace()

  private func sample(_ line: String) async throws -> JSONValue {
    let ending = await place.run("--format json sample " + line)
    #expect(ending.code == 0, "\(ending.errors)")
    return try StrictJSON.document(ending.output.dropLast())
  }

  @Test(arguments: [
    "clever-csv --schools 3", "clever-csv --schools 2 --seed 7 --clean", "oneroster --schools 2",
    "oneroster --version 1.1 --schools 2", "oneroster --schools 2 --clean",
  ])
  func anImportCountsWhatWasTold(options: String) async throws {
    let told = try await sample("district --format \(options)")
    let layout = options.prefix { $0 != " " }
    let report = try await place.answer("import \(layout) district --provider lakeside")
    #expect(report["accounts"]["created"] == told["accounts"])
    #expect(report["sections"]["created"] == told["sections"])
    #expect(report["enrollments"]["started"] == told["enrollments"])
    #expect(report["rejected"].items.count == told["rejected"].number)
    #expect(report["warnings"].items.count == told["warnings"].number)
    let again = try await place.answer("import \(layout) district --provider lakeside")
    #expect(again["entries"] == 0)
    #expect(again["accounts"]["unchanged"] == told["accounts"])
    try await place.expectSound()
  }

  @Test(arguments: ["clever-csv", "clever-csv --clean", "oneroster", "oneroster --version 1.1"])
  func aLaterDayChangesWhatWasTold(options: String) async throws {
    let layout = options.prefix { $0 != " " }
    _ = try await sample("monday --format \(options) --schools 2")
    let told = try await sample("friday --format \(options) --schools 2 --changed 4")["changes"]
    try await place.answer("import \(layout) monday --provider lakeside")
    let report = try await place.answer("import \(layout) friday --provider lakeside")
    for part in ["created", "updated"] {
      #expect(report["accounts"][part] == told["accounts"][part])
    }
    for part in ["started", "ended"] {
      #expect(report["enrollments"][part] == told["enrollments"][part])
    }
    #expect(report["held"] == .null)
    try await place.expectSound()
  }

  @Test func theSameOptionsGiveTheSameBytes() async throws {
    _ = try await sample("one --format clever-csv --schools 2")
    _ = try await sample("two --format clever-csv --schools 2")
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("one"))
    #expect(names.count == 6)
    for name in names {
      #expect(bytes(of: place.path("one/\(name)")) == bytes(of: place.path("two/\(name)")))
    }
  }

  @Test func filesArePrivateAndNoStoreIsMade() async throws {
    _ = try await sample("district --format clever-csv")
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("district"))
    #expect(Set(names) == Set(DistrictFiles.shipped.files.keys.map { $0 + ".csv" }))
    for name in names {
      let facts = try FileManager.default.attributesOfItem(atPath: place.path("district/\(name)"))
      #expect(facts[.posixPermissions] as? Int == 0o600)
    }
    #expect(!FileManager.default.fileExists(atPath: place.path("store.db")))
  }

  @Test func aFolderThatIsNotEmptyIsLeftAlone() async throws {
    try FileManager.default.createDirectory(
      atPath: place.path("district"), withIntermediateDirectories: true)
    try place.write("mine", to: "district/students.csv")
    let ending = await place.run("sample district --format clever-csv")
    #expect(ending.code == 1)
    #expect(ending.errors.contains("It is not empty."))
    #expect(contents(of: place.path("district/students.csv")) == "mine")
  }

  @Test(arguments: [
    "sample d", "sample d --format json", "sample d --format clever-csv --schools 0",
    "sample d --format clever-csv --schools 10001", "sample d --format clever-csv --seed x",
    "sample d --format clever-csv --changed 101", "sample d --format clever-csv --version 1.1",
  ])
  func whatMakesNoDistrictIsAUsageError(line: String) async {
    #expect(await place.run(line).code == 64)
    #expect(!FileManager.default.fileExists(atPath: place.path("d")))
  }

  @Test func ctrlCLeavesNoFile() async throws {
    let child = place.start(["sample", "d", "--format", "clever-csv", "--schools", "10000"])
    while (try? FileManager.default.contentsOfDirectory(atPath: place.path("d")))?.count != 6 {
      try await Task.sleep(for: .milliseconds(5))
    }
    child.signal(SIGINT)
    let ending = await child.ending()
    #expect(ending.code == 130)
    #expect(ending.output == "")
    #expect(ending.errors.contains("No file was finished."))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("d")).isEmpty)
  }

  @Test func memoryDoesNotGrowWithTheDistrict() async throws {
    let small = await place.run("sample small --format clever-csv --schools 5")
    let large = await place.run("sample large --format clever-csv --schools 50")
    #expect(small.code == 0 && large.code == 0)
    #expect(large.peakMemory < small.peakMemory + (8 << 20))
  }
}
