import ProvisioningTesting
import Foundation
import Testing

/// Texts that a reviewer can read, each in a file of the folder `Snapshots`.
enum Snapshot {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Snapshots")
  private static let isRecording =
    ProcessInfo.processInfo.environment["LINKCTL_RECORD_SNAPSHOTS"] != nil

  /// Compares a text with its snapshot, or writes it anew.
  static func expect(
    _ text: String, isIn name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appending(path: name + ".txt")
    // A build with PostgreSQL knows one more kind of store.
    let text = text.replacing("postgresql:, ", with: "")
    if isRecording { try Data(text.utf8).write(to: file) }
    #expect(
      contents(of: file.path) == text, "\(name) differs from its snapshot",
      sourceLocation: sourceLocation)
  }
}
