import Provisioning

/// What manifest.csv says of the files of an export.
struct OneRosterManifest: Sendable {
  /// How a file is given.
  enum Mode: String, Hashable, Sendable {
    /// It is not part of the export.
    case absent
    /// It has all rows.
    case bulk
    /// It has the rows that have changed.
    case delta
  }

  /// The modes that are told, by file. One that is told of no more than that is bulk if it is
  /// there.
  var told: [OneRosterFile: Mode] = [:]
  /// The files that are there.
  let files: Set<OneRosterFile>

  /// Creates a manifest that says nothing of `files`.
  init(files: Set<OneRosterFile> = []) { self.files = files }

  /// How the file is given: what is told, or as it was found.
  func mode(of file: OneRosterFile) -> Mode {
    told[file] ?? (files.contains(file) ? .bulk : .absent)
  }

  /// Whether the file is there and part of the export.
  func reads(_ file: OneRosterFile) -> Bool {
    file == .manifest || files.contains(file) && mode(of: file) != .absent
  }

  /// Whether the export is of changes: what it leaves out is not absent. It is, unless all that
  /// matters is there with all rows.
  var scope: RosterScope {
    let isWhole = OneRosterFile.allCases.allSatisfy { file in
      switch file {
      case .users, .classes, .enrollments: mode(of: file) == .bulk
      case .roles: mode(of: file) != .delta
      default: true
      }
    }
    return isWhole ? .provider : .changes
  }

  /// Whether everything of that kind is in the file, so that what it lacks is unknown.
  func isComplete(_ file: OneRosterFile) -> Bool { reads(file) && mode(of: file) == .bulk }
}
