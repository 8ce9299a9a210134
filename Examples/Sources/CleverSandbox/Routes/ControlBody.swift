import Foundation
import Hummingbird

/// What the sandbox is told in the body of a request. Names that it does not know are refused.
protocol ControlBody: Decodable, Sendable {
  associatedtype CodingKeys: CodingKey, CaseIterable

  /// Why what could be read cannot be used; `nil` if it can.
  var problem: String? { get }
}

extension ControlBody {
  var problem: String? { nil }

  /// Reads a body, or says in one sentence what is wrong with it.
  init(control text: String) throws(ControlRefusal) {
    let (decoder, data) = (JSONDecoder(), Data(text.utf8))
    do {
      let names = try decoder.decode([String: Anything].self, from: data).keys.sorted()
      let known = CodingKeys.allCases.map(\.stringValue)
      if let unknown = names.first(where: { !known.contains($0) }) {
        throw ControlRefusal.unknown(unknown, "name", known)
      }
      self = try decoder.decode(Self.self, from: data)
    } catch let error as DecodingError {
      throw ControlRefusal(reason: error.words)
    } catch let refusal as ControlRefusal {
      throw refusal
    } catch {
      throw ControlRefusal(reason: "it cannot be read")
    }
    if let problem { throw ControlRefusal(reason: problem) }
  }
}

/// Why the sandbox does not do as it is told: a clause without a full stop.
struct ControlRefusal: Error {
  let reason: String

  static func lacks(_ what: String) -> ControlRefusal {
    ControlRefusal(reason: "\(what) is needed")
  }

  static func unknown(_ id: String, _ what: String = "record that is there") -> ControlRefusal {
    ControlRefusal(reason: "“\(id)” is the ID of no \(what)")
  }

  static func unknown(
    _ word: String, _ what: String, _ known: some Sequence<String>
  ) -> ControlRefusal {
    ControlRefusal(
      reason: "“\(word)” is no \(what) here; there are \(known.joined(separator: ", "))")
  }

  var response: HTTPError {
    HTTPError(.badRequest, message: "That cannot be done: \(reason).")
  }
}

/// One of a few words, which are named where another is given.
public protocol Choice: RawRepresentable<String>, CaseIterable, Decodable {}

extension Choice {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let choice = Self(rawValue: word) else {
      let refusal = ControlRefusal.unknown(word, "choice", Self.allCases.map(\.rawValue))
      throw DecodingError.dataCorruptedError(in: container, debugDescription: refusal.reason)
    }
    self = choice
  }
}

/// Any value, unread.
private struct Anything: Decodable {
  init(from decoder: any Decoder) {}
}

extension DecodingError {
  fileprivate var words: String {
    switch self {
    case .keyNotFound(let key, let context): (context.codingPath + [key]).words + " is needed"
    case .typeMismatch(_, let context) where context.codingPath.isEmpty: "it is no JSON object"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "\(context.codingPath.words) is no \(type)"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is no JSON object"
    case .dataCorrupted(let context):
      "\(context.codingPath.words): \(context.debugDescription)"
    @unknown default: "it cannot be read"
    }
  }
}

extension [any CodingKey] {
  fileprivate var words: String { map(\.stringValue).joined(separator: ".") }
}
