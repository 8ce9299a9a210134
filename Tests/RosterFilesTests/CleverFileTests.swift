import Foundation
import Provisioning
import Synchronization
import Testing

@testable import ProvisioningRosterFiles

/// Files that cannot be trusted as a whole stop the import before anything is given out.
struct CleverFileTests {
  @Test(arguments: ["schools", "students", "teachers", "sections", "enrollments"])
  func aMissingRequiredFileIsNamed(file: String) async throws {
    var district = District()
    district.files[file + ".csv"] = nil
    let error = try await district.error()
    #expect(error?.code == .notFound)
    #expect(error?.problem == "\(file).csv is missing.")
  }

  @Test(
    "A missing required column is named, with its file and line",
    arguments: [
      ("schools", "School_id"), ("schools", "School_name"), ("students", "School_id"),
      ("students", "Student_id"), ("students", "Last_name"), ("students", "First_name"),
      ("teachers", "School_id"), ("teachers", "Teacher_id"), ("teachers", "Last_name"),
      ("teachers", "First_name"), ("sections", "School_id"), ("sections", "Section_id"),
      ("sections", "Teacher_id"), ("enrollments", "School_id"), ("enrollments", "Section_id"),
      ("enrollments", "Student_id"),
    ])
  func missingColumn(file: String, column: String) async throws {
    var district = District()
    district[file] = district[file].replacing(column, with: "X", maxReplacements: 1)
    let error = try await district.error()
    #expect(error?.code == .invalid)
    #expect(error?.problem.hasPrefix(file + ".csv") == true)
    #expect(error?.reason == "At line 1, \(column): The column is missing.")
  }

  @Test(
    "A file that is damaged as a whole is refused, with the line",
    arguments: [
      ("", "At line 1: The file is empty"), ("\u{FEFF}\n\n", "At line 1: The file is empty"),
      ("School_id,Section_id,Student_id,SECTION_ID\n", "At line 1: Columns 2 and 4"),
      ("School_id,Section_id,Student_id\ns1,m1,100\ns1,m1,\"100\n", "At line 3: The file seems"),
      ("School_id,Section_id,Student_id\ns1,m1,100\n\ns1,m1\n\n", "At line 4: The file seems"),
      ("School_id,Section_id,Student_id\ns1,m1,100\ns1", "At line 3: The file seems"),
      ("School_id,Section_id,Student_id,Note,,\ns1,m1,100", "At line 2: The file seems"),
    ])
  func damaged(text: String, reason: String) async throws {
    var district = District()
    district["enrollments"] = text
    let error = try await district.error()
    #expect(error?.code == .invalid)
    #expect(error?.problem.hasPrefix("enrollments.csv") == true)
    #expect(error?.reason?.hasPrefix(reason) == true)
    #expect(error?.remedy != nil)
  }

  @Test(
    "A quote that swallows rows up to that of another cell is refused, with its line",
    arguments: [
      "s1,a1,1,\"Art,\ns1,b1,1,\"Band, concert\",\n",
      "s1,a1,1,\"Art,\ns1,b1,1,Band \"B\",\n",
      "s1,a1,1,\"Art,\n\"s1\",\"b1\",\"1\",\"Band\",\n",
      "s1,a1,1,\"Art,\ns1,b1,1,\"\",\ns1,c1,1,\"Choir, junior\",\n",
    ])
  func openQuote(rows: String) async throws {
    var district = District()
    district["sections"] = "School_id,Section_id,Teacher_id,Name,Period\ns1,m1,1,Maths,\n" + rows
    let error = try await district.error()
    #expect(error?.code == .invalid)
    #expect(error?.reason?.hasPrefix("At line 3: A quote that opens here") == true)
  }

  @Test(
    "A file in another encoding is refused, with the remedy",
    arguments: [
      (Data([0xE9]), "At line 2: The text is not UTF-8."),
      (Data([0xC3]), "At line 2: The text is not UTF-8."),
      (Data([0xED, 0xA0, 0x80]), "At line 2: The text is not UTF-8."),
      (Data([0xC0, 0x80]), "At line 2: The text is not UTF-8."),
    ])
  func notUTF8(bytes: Data, reason: String) async throws {
    // In a column that nobody reads.
    let text = Data("School_id,School_name,Principal\ns1,Alder,".utf8) + bytes + Data("\n".utf8)
    try await expectEncodingError(text, reason)
  }

  @Test func utf16AndNULsAreRefusedWithTheRemedy() async throws {
    let text = "School_id,School_name\n"
    for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian] {
      try await expectEncodingError(
        try #require(text.data(using: encoding)), "At line 1: The file is UTF-16")
    }
  }

  private func expectEncodingError(_ schools: Data, _ reason: String) async throws {
    let folder = try TemporaryFolder(District().files)
    try folder.write(schools, to: "schools.csv")
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await ReadListing(of: District.importer(folder))
    }
    #expect(error?.reason?.hasPrefix(reason) == true)
    #expect(error?.remedy?.contains("UTF-8") == true)
  }

  @Test func aMissingLastLineEndIsFine() async throws {
    var district = District()
    for (name, text) in district.files { district.files[name] = String(text.dropLast()) }
    #expect(try await district.listing() == District().listing())
  }

  @Test func fileNamesMatchInAnyCaseAndNotesSpellThemAsTheyAre() async throws {
    var district = District()
    district.files["Students.CSV"] = district["students"] + "s1,103,,Ash,,,,,,\n"
    district.files["students.csv"] = nil
    #expect(try await district.listing().notes.map(\.file) == ["Students.CSV"])
  }

  @Test func twoFilesOfOneNameAreRefused() async throws {
    var district = District()
    district.files["STUDENTS.csv"] = district["students"]
    #expect(try await district.error()?.reason?.contains("in different cases") == true)
  }

  @Test func whatIsNoRegularFileIsRefused() async throws {
    let folder = try TemporaryFolder(District().files)
    let path = folder.path + "/students.csv"
    let kept = folder.path + "/kept"
    try FileManager.default.moveItem(atPath: path, toPath: kept)
    let makers: [() throws -> Void] = [
      { try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: kept) },
      { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) },
      { #expect(mkfifo(path, 0o600) == 0) },
    ]
    for make in makers {
      try make()
      let error = await #expect(throws: ProvisioningError.self) {
        _ = try await District.importer(folder)
      }
      #expect(error?.reason?.contains("no regular file") == true)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test(arguments: ["/nowhere/at/all", "", "/tmp\0/x"])
  func aFolderThatIsNotThereIsRefused(path: String) async throws {
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await RosterFileImporter.open(
        .cleverCSV, at: path, provider: District.feed, district: "d1")
    }
    #expect(error?.code == .notFound)
  }

  @Test(arguments: ["students", "sections"])
  func aFileThatChangesDuringTheImportStopsIt(file: String) async throws {
    let folder = try TemporaryFolder(District().files)
    let importer = try await District.importer(folder)
    try folder.write(Data((District()[file] + " ").utf8), to: file + ".csv")
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await ReadListing(of: importer)
    }
    #expect(error?.code == .conflict)
    #expect(error?.problem.hasPrefix(file + ".csv changed") == true)
  }

  @Test(arguments: ["schools", "enrollments"])
  func aFileThatGrowsWhileItIsReadStopsTheImport(file: String) async throws {
    let folder = try TemporaryFolder(District().files)
    var options = RosterFileOptions()
    let isWritten = Atomic(false)
    options.progress = { _, _ in
      // Once, in the midst of schools.csv and before enrollments.csv is begun.
      guard !isWritten.exchange(true, ordering: .relaxed) else { return }
      try? folder.write(Data((District()[file] + "\n").utf8), to: file + ".csv")
    }
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await District.importer(folder, options: options)
    }
    #expect(error?.code == .conflict)
    #expect(error?.problem.hasPrefix(file + ".csv changed") == true)
  }

  @Test func cancellationStopsTheReading() async throws {
    let task = Mutex<Task<RosterFileTotals, any Error>?>(nil)
    var options = RosterFileOptions()
    options.progress = { done, _ in
      // The reading thread comes here with the first bytes, perhaps before the task is stored.
      while task.withLock({ $0 == nil }) { usleep(1000) }
      #expect(done < 1000)
      task.withLock { $0?.cancel() }
    }
    let folder = try TemporaryFolder(District().files)
    let reading = Task { [options] in try await District.importer(folder, options: options).totals }
    task.withLock { $0 = reading }
    let error = await #expect(throws: ProvisioningError.self) { _ = try await reading.value }
    #expect(error?.code == .cancelled)
  }

  @Test func afterAPageWasMadeTheFilesMayBeReplaced() async throws {
    let folder = try TemporaryFolder(District().files)
    let importer = try await District.importer(folder)
    let before = try await ReadListing(of: importer)
    try FileManager.default.removeItem(atPath: folder.path + "/students.csv")
    try folder.write(Data("another file".utf8), to: "students.csv")
    #expect(try await ReadListing(of: importer) == before)
  }
}
