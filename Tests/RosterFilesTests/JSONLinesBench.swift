import Foundation
import Provisioning
import ProvisioningRosterFiles

/// A listing in JSON Lines, to be changed before it is written.
struct JSONLines {
  var lines: [String] = []

  /// The text, each line with a line end.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Reads the lines.
  func listing(options: RosterFileOptions = .init()) async throws -> ReadListing {
    try await Self.listing(Array(text.utf8), options: options)
  }

  /// Reads a file of these bytes.
  static func listing(
    _ bytes: [UInt8], options: RosterFileOptions = .init()
  ) async throws -> ReadListing {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try folder.write(Data(bytes), to: "roster.jsonl")
    return try await ReadListing(of: importer(folder, options: options))
  }

  /// What the importer throws when it reads a file of these bytes; `nil` if nothing.
  static func error(_ bytes: [UInt8]) async throws -> ProvisioningError? {
    do {
      _ = try await listing(bytes)
      return nil
    } catch let error as ProvisioningError {
      return error
    }
  }

  static func importer(
    _ folder: TemporaryFolder, district: String = "d1", options: RosterFileOptions = .init()
  ) -> JSONLinesImporter {
    JSONLinesImporter(
      .file(folder.path + "/roster.jsonl"), provider: District.feed, district: district,
      options: options)
  }

  /// Two students, a teacher and two sections, one person a line.
  static let small = JSONLines(lines: [
    #"{"person":{"subject":"s-1","role":"student","name":{"given":"Quill"},"schools":["n"]}}"#,
    #"{"person":{"subject":"s-2","role":"student","name":{"given":"Wren"},"schools":["n"]}}"#,
    #"{"person":{"subject":"t-1","role":"teacher","name":{"given":"Linden"}}}"#,
    #"""
    {"section":{"subject_id":"7","name":"Pottery","members":[\#
    {"subject":"t-1","enrollment_role":"primary_teacher"},\#
    {"subject":"s-1","enrollment_role":"student"}]}}
    """#,
    #"""
    {"section":{"subject_id":"8","name":"Choir","members":[\#
    {"subject":"s-1","enrollment_role":"student"},{"subject":"s-2","enrollment_role":"student"}]}}
    """#,
  ])
}

extension RosterNote {
  /// The note in a line, as a test expects it: line, field and what is protected.
  var text: String {
    let effect =
      switch kind {
      case .warning(.nothing): "warning"
      case .warning(let protected): "warning \(protected.text)"
      case .rejected(let protected): "rejected \(protected.text)"
      }
    return "\(file):\(line) \(field) \(effect)"
  }
}

extension RosterNote.Protected {
  fileprivate var text: String {
    switch self {
    case .nothing: "nothing"
    case .person(let key): "\(key)"
    case .section(let key): "section \(key)"
    case .enrollment(let section, let key): "\(key) in \(section)"
    case .allPeople: "all people"
    case .allSections: "all sections"
    case .allEnrollments: "all enrollments"
    }
  }
}
