import Synchronization

/// Standard error, whose last line may still be open: a bar that is drawn over and over, or a
/// question that waits for its answer. What is written next does not end up in the middle of it.
final class StatusLine: Sendable {
  private enum Content { case nothing, bar, question }

  private let channel: Channel
  private let content = Mutex(Content.nothing)

  /// The open line of a channel.
  init(_ channel: Channel) { self.channel = channel }

  /// Draws a bar where the one before stood.
  func draw(_ bar: String) {
    content.withLock { content in
      content = .bar
      try? channel.write("\r" + bar + "\u{1B}[K")
    }
  }

  /// Takes the bar away.
  func erase() { content.withLock { close(&$0) } }

  /// Writes a question, whose answer is typed behind it.
  func ask(_ question: String) {
    content.withLock { content in
      close(&content)
      content = .question
      try? channel.write(question)
    }
  }

  /// The answer was typed, and its Enter has ended the line.
  func questionWasAnswered() { content.withLock { $0 = .nothing } }

  /// Writes whole lines. A failure is passed over: there is no place left to report it.
  func write(_ lines: String) {
    content.withLock { content in
      close(&content)
      try? channel.write(lines)
    }
  }

  /// Writes whole lines if that is possible at once: nobody waits for a reader that is slow.
  func writeIfReady(_ lines: String) {
    _ = content.withLockIfAvailable { content in
      guard channel.isReady(within: 0) else { return }
      close(&content)
      try? channel.write(lines)
    }
  }

  private func close(_ content: inout Content) {
    switch content {
    case .nothing: return
    case .bar: try? channel.write("\r\u{1B}[K")
    case .question: try? channel.write("\n")
    }
    content = .nothing
  }
}
