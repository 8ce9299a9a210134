import Foundation
import Provisioning
import ProvisioningRosterFiles

/// A made-up district as file texts, which a test changes before they are written.
struct District {
  let layout: RosterFileLayout
  var files: [String: String]

  /// Three students, two teachers and two sections in Clever's layout.
  init() { (layout, files) = (.cleverCSV, Self.clever) }

  init(_ layout: RosterFileLayout, files: [String: String]) {
    (self.layout, self.files) = (layout, files)
  }

  private static let clever = [
    "schools.csv": """
    School_id,School_name
    s1,Alder School
    s2,Birch School

    """,
    "students.csv": """
    School_id,Student_id,Last_name,First_name,Middle_name,Grade,Gender,DOB,Student_email,Password
    s1,100,Elm,Rowan,Q,9,female,11/1/98,rowan@example.org,secret
    s1,101,Fir,Hazel,,K,M,02/28/2012,,secret
    s2,102,Oak,Linden,,11,X,,Linden@Example.org,secret

    """,
    "teachers.csv": """
    School_id,Teacher_id,Last_name,First_name,Teacher_email
    s1,1,Maple,Juniper,juniper@example.org
    s2,100,Pine,Laurel,

    """,
    "sections.csv": """
    School_id,Section_id,Teacher_id,Teacher_2_id,Name,Grade,Course_name,Period,Term_name,Term_start
    s1,m1,1,100,Ignored,9,Algebra I,3,Y1,8/1/15
    s2,h1,100,,Homeroom 12,,,,,

    """,
    "enrollments.csv": """
    School_id,Section_id,Student_id
    s1,m1,100
    s1,m1,101
    s2,h1,102

    """,
  ]

  /// The file's text.
  subscript(file: String) -> String {
    get { files[file + ".csv"] ?? "" }
    set { files[file + ".csv"] = newValue }
  }

  /// Adds a row to the end of a file.
  mutating func add(_ row: String, to file: String) { self[file] += row + "\n" }

  /// Adds a row to the end of a file, and reads the whole district.
  func listing(adding row: String, to file: String) async throws -> ReadListing {
    var district = self
    district.add(row, to: file)
    return try await district.listing()
  }

  /// Reads the whole district.
  func listing() async throws -> ReadListing {
    try await ReadListing(of: Self.importer(try TemporaryFolder(files), layout: layout))
  }

  /// What the importer throws when it reads the district, or `nil`.
  func error() async throws -> ProvisioningError? {
    do {
      _ = try await listing()
      return nil
    } catch let error as ProvisioningError {
      return error
    }
  }

  /// An importer of the files in `folder`, all of which are open by then.
  static func importer(
    _ folder: TemporaryFolder, layout: RosterFileLayout = .cleverCSV,
    options: RosterFileOptions = .init()
  ) async throws -> RosterFileImporter {
    try await RosterFileImporter.open(
      layout, at: folder.path, provider: feed, district: "d1", options: options)
  }

  static let feed = ProviderName("feed")!
}

/// A folder that is removed with the value.
final class TemporaryFolder: Sendable {
  let path = NSTemporaryDirectory() + "roster-files-" + UUID().uuidString

  init(_ files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: path + "/" + name))
  }
}

/// `student/100` as a key of the made-up district.
func person(_ subject: String) -> Identity.Key {
  Identity.Key(District.feed, Identity.Subject(subject)!)
}

/// `m1` as a key of the made-up district.
func section(_ subject: String) -> Section.Key {
  Section.Key(District.feed, Identifier(subject)!)
}
