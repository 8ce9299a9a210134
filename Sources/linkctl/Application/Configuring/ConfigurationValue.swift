/// A JSON value of any kind.
enum ConfigurationValue: Decodable {
  case object([String: ConfigurationValue])
  case array([ConfigurationValue])
  case string(String)
  case number(Double)
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode([ConfigurationValue].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: ConfigurationValue].self) {
      self = .object(value)
    } else {
      self = .other
    }
  }
}

extension ConfigurationValue {
  /// The keys in an object and below it, such as `gate` and `gate.roles`.
  var keys: Set<String> {
    guard case .object(let members) = self else { return [] }
    return members.reduce(into: []) { keys, member in
      keys.insert(member.key)
      keys.formUnion(member.value.keys.map { "\(member.key).\($0)" })
    }
  }
}
