/// How far a piece of work is at one moment, and how to say it.
struct ProgressSnapshot: Sendable {
  let title: String
  let unit: String
  let done: Int
  let total: Int?
  let elapsed: Duration
  /// Units a second; `nil` while it is too early to tell.
  let rate: Double?

  /// The lengths a bar may have: few, so that it does not tremble as the numbers behind it grow.
  private static let barLengths = [30, 20, 10]

  /// A line for a log: "Importing: 12,000 of 48,000 rows (25 %), 4,000/s, 9 s left".
  var line: String { "\(title): " + facts.joined(separator: ", ") }

  /// The last line: "Importing: 48,000 rows in 12 s, 4,000/s".
  var summary: String {
    "\(title): \(done.grouped) \(unit) in \(elapsed.inWords)\(rateText.map { ", \($0)" } ?? "")"
  }

  /// A line with a bar that fits into `width`: the bar is left out first, then the end is cut.
  func bar(width: Int) -> String {
    guard let fraction else { return line.shortened(to: width) }
    let tail = "  " + facts.joined(separator: ", ")
    let room = width - title.displayWidth - tail.displayWidth - 4
    guard let length = Self.barLengths.first(where: { $0 <= room }) else {
      return line.shortened(to: width)
    }
    let filled = Int(Double(length) * fraction)
    let marks = String(repeating: "#", count: filled)
    let rest = String(repeating: ".", count: length - filled)
    return "\(title)  [\(marks)\(rest)]" + tail
  }

  /// The part that is done, from 0 to 1, where the whole is known.
  private var fraction: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, max(0, Double(done) / Double(total)))
  }

  private var rateText: String? {
    rate.map { rate in
      rate < 9.95
        ? "\((rate * 10).rounded() / 10)/s" : "\(Int(min(rate.rounded(), 1e15)).grouped)/s"
    }
  }

  private var facts: [String] {
    var facts: [String] = []
    if let fraction, let total {
      let percent = Int(fraction * 100)
      facts.append("\(done.grouped) of \(total.grouped) \(unit) (\(percent) %)")
    } else {
      facts.append("\(done.grouped) \(unit)")
    }
    if let rateText { facts.append(rateText) }
    if let rate, rate > 0, let total, total > done {
      let left = Duration.seconds(min(Double(total - done) / rate, 1e9))
      facts.append("\(left.inWords) left")
    }
    return facts
  }
}

extension Int {
  /// The number with a comma between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return self < 0 ? "-" + text : text
  }
}

extension Duration {
  /// The time as people say it, to the second: "0.4 s", "12 s", "3 min 05 s", "2 h 10 min".
  var inWords: String {
    func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = components.seconds
    switch seconds {
    case ..<1:
      let tenths = components.attoseconds / 100_000_000_000_000_000
      return "\(seconds).\(tenths) s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(padded(seconds % 60)) s"
    default: return "\(seconds / 3600) h \(padded(seconds % 3600 / 60)) min"
    }
  }
}
