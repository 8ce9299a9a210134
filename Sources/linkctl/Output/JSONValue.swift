/// A JSON document or a part of one, written with literals:
/// `["run": "r1", "entries": 0, "held": nil]`.
enum JSONValue: Sendable, Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  /// A long array whose elements are made as they are written.
  case rows(JSONRows)
  case string(String)
  case int(Int)
  case double(Double)
  case bool(Bool)
  case null
}

extension JSONValue {
  /// A string, or `null` for `nil`.
  init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }

  /// A whole number, or `null` for `nil`.
  init(_ value: Int?) { self = value.map(JSONValue.int) ?? .null }

  /// A number, or `null` for `nil`.
  init(_ value: Double?) { self = value.map(JSONValue.double) ?? .null }

  /// True, false, or `null` for `nil`.
  init(_ value: Bool?) { self = value.map(JSONValue.bool) ?? .null }

  /// The object with a further member; what is no object stays as it is.
  func adding(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[key] = value
    return .object(members)
  }

  /// An array of strings.
  init(_ values: some Sequence<String>) { self = .array(values.map(JSONValue.string)) }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  /// An object; of two values for one key, the last counts.
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }

  /// An array.
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A string.
  init(stringLiteral value: String) { self = .string(value) }

  /// A whole number.
  init(integerLiteral value: Int) { self = .int(value) }

  /// A number.
  init(floatLiteral value: Double) { self = .double(value) }

  /// True or false.
  init(booleanLiteral value: Bool) { self = .bool(value) }

  /// The value `null`.
  init(nilLiteral: ()) { self = .null }
}
