#if PostgreSQL
import Foundation
import Glibc
import ProvisioningTesting
import Synchronization

/// A door in front of a server that shuts at a message to it.
final class CutConnection: Sendable {
  private let place = TemporaryFolder()
  var folder: String { place.path }
  private let listener: Int32
  private let serverPath: String
  private let cut: Cut
  /// How many messages of the kind that counts are still to pass.
  private let count: Mutex<Int>

  enum Cut: Sendable {
    /// The next commits, each in its way. Others may do something before the connection is back.
    case commits([Commit], meanwhile: @Sendable () -> Void = {})
    /// Everything from a message on, counted from 1: it does not reach the server, nor does anything
    /// that comes after it.
    case all(from: Int)
    /// The same, but nobody hangs up: the server seems to hang.
    case silence(from: Int)
    /// The next so many connections: they get this error in place of the server's greeting.
    case refusals(Int, state: String, message: String)
  }

  enum Commit: Sendable {
    /// The server gets the request, and the answer gets lost.
    case arrives
    case getsLost
  }

  /// Listens beside the server whose socket lies in `serverFolder`.
  init(to serverFolder: String, _ cut: Cut) {
    self.cut = cut
    switch cut {
    case .commits(let commits, _): count = Mutex(commits.count)
    case .all(let first), .silence(let first): count = Mutex(first)
    case .refusals(let number, _, _): count = Mutex(number)
    }
    serverPath = serverFolder + "/.s.PGSQL.5432"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    _ = Self.withAddress(place.path + "/.s.PGSQL.5432") { bind(listener, $0, $1) }
    listen(listener, 32)
    Thread.detachNewThread { self.accept() }
  }

  /// How many cuts are still to be made, or messages to pass.
  var left: Int { count.withLock { max(0, $0) } }

  private func accept() {
    while case let client = Glibc.accept(listener, nil, nil), client >= 0 {
      if case .commits(let commits, let meanwhile) = cut, left < commits.count { meanwhile() }
      if let refusal {
        Thread.detachNewThread { self.greet(client, with: refusal) }
        continue
      }
      let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      _ = Self.withAddress(serverPath) { connect(server, $0, $1) }
      Thread.detachNewThread { self.pass(from: client, to: server) { self.fate(of: $0) } }
      Thread.detachNewThread { self.pass(from: server, to: client) { _ in .passes } }
    }
  }

  /// The error for the next connection, as the protocol has it.
  private var refusal: Data? {
    guard case .refusals(_, let state, let message) = cut, left > 0 else { return nil }
    let fields = "SFATAL\0VFATAL\0C\(state)\0M\(message)\0\0"
    let length = UInt32(4 + fields.utf8.count)
    return Data("E".utf8) + withUnsafeBytes(of: length.bigEndian) { Data($0) } + Data(fields.utf8)
  }

  private func greet(_ client: Int32, with error: Data) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Whoever hangs up without a word has not tried.
    if read(client, &buffer, buffer.count) > 0 {
      count.withLock { $0 -= 1 }
      _ = error.withUnsafeBytes { send(client, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    close(client)
  }

  /// What becomes of something that is sent.
  private enum Fate {
    case passes, passesAsLast, isLost, isSwallowed
  }

  private func fate(of bytes: Data) -> Fate {
    switch cut {
    case .commits(let commits, _):
      guard bytes.range(of: Data("commit\0".utf8)) != nil else { return .passes }
      return count.withLock { left in
        guard left > 0 else { return .passes }
        left -= 1
        return commits[commits.count - 1 - left] == .arrives ? .passesAsLast : .isLost
      }
    case .all, .silence:
      return count.withLock { left in
        left -= 1
        if left > 0 { return .passes }
        if case .silence = cut { return .isSwallowed }
        return .isLost
      }
    case .refusals: return .passes
    }
  }

  private func pass(from source: Int32, to target: Int32, fate: (Data) -> Fate) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let size = read(source, &buffer, buffer.count), size > 0 {
      let fate = fate(Data(buffer[..<size]))
      if fate == .isSwallowed { continue }
      // Nothing is heard any more, before the server can answer.
      if fate == .passesAsLast { shutdown(source, Int32(SHUT_RDWR)) }
      guard fate != .isLost, send(target, buffer, size, Int32(MSG_NOSIGNAL)) == size,
        fate == .passes
      else { break }
    }
    // The server works on what it got.
    shutdown(source, Int32(SHUT_RDWR))
    shutdown(target, Int32(SHUT_WR))
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8 + [0]) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
#endif
