import Foundation
import ProvisioningSamples

/// The files of a district in Clever's SFTP CSV layout.
struct CleverFiles: Sendable {
  private let tables: [String: CSVTable]

  init(_ files: [String: [UInt8]]) { tables = files.mapValues(CSVTable.init) }

  /// Those of a folder. Staff may be missing.
  init(folder: String) throws(SandboxError) {
    var files: [String: [UInt8]] = [:]
    for name in ["schools", "students", "teachers", "sections", "enrollments"] {
      files["\(name).csv"] = try Self.bytes(of: "\(folder)/\(name).csv")
    }
    for name in ["staff.csv", "admins.csv"]
    where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      files["staff.csv"] = try Self.bytes(of: "\(folder)/\(name)")
    }
    self.init(files)
  }

  /// Those of a made-up district.
  init(schools: Int, seed: UInt64) {
    var samples = SampleFiles(of: SampleDistrict(schools: schools, seed: seed), as: .cleverCSV)
    var files: [String: [UInt8]] = [:]
    while let pieces = samples.next() {
      for (name, piece) in zip(samples.names, pieces) { files[name, default: []] += piece }
    }
    self.init(files)
  }

  /// The rows of a file; none if the file is missing.
  func rows(_ name: String) -> [CSVRow] { tables["\(name).csv"].map { Array($0.rows) } ?? [] }

  private static func bytes(of path: String) throws(SandboxError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw SandboxError(
        problem: "\(path) cannot be read.", reason: error.localizedDescription,
        remedy: "Name a folder with Clever's CSV files: schools, students, teachers, sections, "
          + "enrollments.")
    }
  }
}
