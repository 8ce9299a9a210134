import ProvisioningTesting
import Foundation

/// A district's files in Clever's CSV layout, to be changed before they are written.
struct DistrictFiles {
  /// The lines of each file, header first.
  var files: [String: [String]]

  /// A copy of the district that the repository ships.
  static var shipped: DistrictFiles {
    let names = ["schools", "students", "teachers", "sections", "enrollments", "staff"]
    let pairs = names.map { name in
      (name, lines(of: contents(of: "\(Workplace.fixture)/\(name).csv")))
    }
    return DistrictFiles(files: Dictionary(uniqueKeysWithValues: pairs))
  }

  /// Lines end with LF, CRLF or CR outside of quotes; quoted line ends are kept in their line.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = [""]
    var isQuoted = false
    for character in text.trimmingPrefix("\u{FEFF}") {
      if character == "\"" { isQuoted.toggle() }
      if character.isNewline, !isQuoted {
        lines.append("")
      } else {
        lines[lines.count - 1].append(character)
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  /// One school with as many people; a class of 25 for every tenth of them, each in four.
  /// `name` begins every person's names.
  static func made(students count: Int, named name: String = "") -> DistrictFiles {
    let classes = max(1, count / 10)
    let students = (0..<count).map { "1,s\($0),\(name)Family\($0),\(name)Given\($0)" }
    let teachers = (0..<classes).map { "1,t\($0),\(name)Teacher\($0),\(name)Given\($0)" }
    let sections = (0..<classes).map { "1,c\($0),t\($0),Class \($0)" }
    let enrollments = (0..<count).flatMap { student in
      (0..<4).map { "1,c\((student + $0 * 7) % classes),s\(student)" }
    }
    return DistrictFiles(files: [
      "schools": ["School_id,School_name", "1,The School"],
      "students": ["School_id,Student_id,Last_name,First_name"] + students,
      "teachers": ["School_id,Teacher_id,Last_name,First_name"] + teachers,
      "sections": ["School_id,Section_id,Teacher_id,Name"] + sections,
      "enrollments": ["School_id,Section_id,Student_id"] + Set(enrollments).sorted(),
    ])
  }

  /// Writes the files into a new folder of `place`.
  func write(to name: String, in place: Workplace) throws {
    try FileManager.default.createDirectory(
      atPath: place.path(name), withIntermediateDirectories: true)
    for (file, lines) in files {
      try place.write(lines.map { $0 + "\n" }.joined(), to: "\(name)/\(file).csv")
    }
  }

  /// The district without the rows of `file` for which `isGone`.
  func without(_ file: String, where isGone: (String) -> Bool) -> DistrictFiles {
    var copy = self
    let rows = copy.files[file] ?? []
    copy.files[file] = rows.prefix(1) + rows.dropFirst().filter { !isGone($0) }
    return copy
  }

  /// The district with the row of `file` that begins with `start` replaced.
  func replacing(_ file: String, _ start: String, with row: String) -> DistrictFiles {
    var copy = self
    copy.files[file] = copy.files[file]?.map { $0.hasPrefix(start) ? row : $0 }
    return copy
  }
}
