import CleverSandbox

/// The command line.
struct Arguments {
  private(set) var options = SandboxOptions()
  private var schools = 1
  private var seed: UInt64 = 1
  private var redirectURIs: [String] = []

  static let usage = """
    usage: sandbox [--port N] [--redirect-uri URI]... [--clever-csv DIR | --schools N --seed S]
    """

  init(_ words: some Sequence<String>) throws(SandboxError) {
    var words = words.makeIterator()
    while let name = words.next() {
      guard let value = words.next() else { throw Self.wrong(name, "It needs a value.") }
      try set(name, value)
    }
    if case .sample = options.source { options.source = .sample(schools: schools, seed: seed) }
    if !redirectURIs.isEmpty { options.redirectURIs = redirectURIs }
  }

  private mutating func set(_ name: String, _ value: String) throws(SandboxError) {
    switch name {
    case "--port": options.port = try Self.number(name, value, in: 0...65_535)
    case "--clever-csv": options.source = .folder(value)
    case "--schools": schools = try Self.number(name, value, in: 1...1000)
    case "--seed": seed = UInt64(try Self.number(name, value, in: 0...Int.max))
    case "--redirect-uri": redirectURIs.append(value)
    default: throw Self.wrong(name, "There is no such option.")
    }
  }

  private static func number(
    _ name: String, _ value: String, in range: ClosedRange<Int>
  ) throws(SandboxError) -> Int {
    guard let number = Int(value), range.contains(number) else {
      throw wrong(name, "It takes a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  private static func wrong(_ name: String, _ reason: String) -> SandboxError {
    SandboxError(problem: "\(name) cannot be used.", reason: reason, remedy: usage)
  }
}
