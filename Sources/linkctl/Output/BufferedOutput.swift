/// Collects small pieces of an answer and writes them to a channel in large ones.
struct BufferedOutput: TextOutputStream {
  private static let limit = 64 << 10

  private let channel: Channel
  private var text = ""
  private var failure: OutputFailure?

  /// Output to `channel`.
  init(to channel: Channel) { self.channel = channel }

  /// Adds a piece. After a failure, which `flush` throws, nothing more is written.
  mutating func write(_ piece: String) {
    guard failure == nil else { return }
    text += piece
    if text.utf8.count >= Self.limit { writeOut() }
  }

  /// Writes what is left. Throws the first failure there was.
  mutating func flush() throws(OutputFailure) {
    writeOut()
    if let failure { throw failure }
  }

  private mutating func writeOut() {
    guard failure == nil else { return }
    do {
      try channel.write(text)
      text.removeAll(keepingCapacity: true)
    } catch {
      failure = error
    }
  }
}
