/// What a provider sent along with a person: the query of a callback's address, or its fragment.
///
/// Unknown parameters are passed over. A parameter that stands twice, a bad escape, a control
/// character, or a value that is too long makes the whole unusable; nothing of it is then believed.
public struct CallbackResponse: Hashable, Sendable, CustomStringConvertible {
  /// What the provider answers.
  enum Answer: Hashable, Sendable {
    case code(Secret)
    case token(Secret)
    /// The provider's word for what is wrong.
    case error(String)
    case nothing
    /// It cannot be read.
    case malformed
  }

  let answer: Answer
  let state: Secret?

  /// Reads the query of a callback's address, as it stands after `?`.
  public init(query: String) {
    self.init(query, answer: "code") { .code($0) }
  }

  /// Reads the fragment of a callback's address, as it stands after `#`: the implicit grant's.
  public init(fragment: String) {
    self.init(fragment, answer: "access_token") { .token($0) }
  }

  private init(_ text: String, answer name: String, make: (Secret) -> Answer) {
    guard let fields = FormFields(text, limits: ["state": 512, name: 2048, "error": 256]) else {
      (answer, state) = (.malformed, nil)
      return
    }
    state = fields["state"].map(Secret.init)
    if let error = fields["error"] {
      answer = .error(error)
    } else {
      answer = fields[name].map { make(Secret($0)) } ?? .nothing
    }
  }

  /// Whether there is an answer, and whether it bears a state; never what they are.
  public var description: String {
    let kind =
      switch answer {
      case .code: "code"
      case .token: "token"
      case .error: "error"
      case .nothing: "nothing"
      case .malformed: "malformed"
      }
    return "CallbackResponse(\(kind)\(state == nil ? "" : ", state"))"
  }
}

/// The fields of a form (`a=1&b=2`) that somebody asks for, each visible ASCII and within its limit
/// of bytes.
struct FormFields {
  private var values: [String: String] = [:]

  /// Reads the fields named in `limits`; `nil` where one stands twice or cannot be used.
  init?(_ text: String, limits: [String: Int]) {
    guard text.utf8.count <= 8192 else { return nil }
    for field in text.utf8.split(separator: 0x26) {
      let parts = field.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]) else { return nil }
      guard let limit = limits[name] else { continue }
      guard values[name] == nil, let value = Self.decoded(parts.dropFirst().first ?? "".utf8[...])
      else { return nil }
      guard value.utf8.count <= limit, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        return nil
      }
      values[name] = value
    }
    values = values.filter { !$0.value.isEmpty }
  }

  subscript(name: String) -> String? { values[name] }

  private static func decoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case 0x2B: bytes.append(0x20)
      case 0x25:
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, !digits.hasPrefix("+"), !digits.hasPrefix("-"),
          let value = UInt8(digits, radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
