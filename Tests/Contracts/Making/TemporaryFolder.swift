import FoundationEssentials
import Glibc

/// A folder of a test's own, which goes with the value.
///
/// Its path is short, wherever the system keeps temporary files: that of a socket in it may have 107
/// bytes.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/provisioning-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { fatalError("no folder can be made in /tmp") }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in it.
  package func path(_ name: String) -> String { "\(path)/\(name)" }
}
