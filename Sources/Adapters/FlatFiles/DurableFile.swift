package import Provisioning
import Synchronization

/// A file that appears whole or not at all: written beside its place with mode 0600, made durable,
/// renamed.
package final class DurableFile: Sendable {
  private let name: String
  private let folder: Folder
  private let file: OpenFile
  private let state = Mutex(State())

  private struct State {
    var length = 0
    var isCommitted = false
  }

  package init(_ name: String, in folder: Folder) throws(ProvisioningError) {
    self.name = name
    self.folder = folder
    file = try OpenFile(Self.draft(of: name), in: folder, .creating)
  }

  /// The name of a file until it is whole.
  static func draft(of name: String) -> String { ".\(name).new" }

  deinit {
    if !state.withLock(\.isCommitted) { try? folder.remove(Self.draft(of: name)) }
  }

  package func write(_ bytes: [UInt8]) throws(ProvisioningError) {
    let start = state.withLock { state in
      defer { state.length += bytes.count }
      return state.length
    }
    try file.write(bytes, at: start)
  }

  package func commit() throws(ProvisioningError) {
    try file.synchronize()
    try folder.rename(Self.draft(of: name), to: name)
    state.withLock { $0.isCommitted = true }
  }
}
