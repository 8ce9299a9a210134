import CSQLite
import Glibc

/// The wait of a connection while another program locks the file: ten seconds at most, or until
/// nobody needs the answer any more. It belongs to the connection's thread.
final class BusyWait {
  private static let patience: Duration = .seconds(10)

  /// Whether nobody needs the answer any more.
  var isCancelled: () -> Bool = { false }
  private var start = ContinuousClock.now

  /// Makes `handle` wait like this. The wait must live as long as the connection.
  func install(on handle: OpaquePointer) {
    sqlite3_busy_handler(
      handle,
      { context, count in
        guard let context else { return 0 }
        let wait = Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue()
        return wait.goesOn(after: count) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Pauses before SQLite tries again, for the time after `count` earlier pauses.
  private func goesOn(after count: Int32) -> Bool {
    if count == 0 { start = .now }
    guard !isCancelled(), start.duration(to: .now) < Self.patience else { return false }
    usleep(UInt32(min(1000 << min(count, 4), 10_000)))
    return true
  }
}
