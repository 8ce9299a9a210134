import FoundationEssentials

/// The text in which stores may keep a list of texts in one column: nothing for an empty list, the
/// element itself for a single one, else a JSON array.
public enum ListText {
  /// The text of `list`.
  public static func encode(_ list: [String]) -> String? {
    guard let first = list.first else { return nil }
    // A single element that begins like an array is written as one, so that it reads back.
    if list.count == 1, first.utf8.first != UInt8(ascii: "[") { return first }
    return jsonText(list)
  }

  /// The list in `text`, or `corrupt`.
  public static func decode(_ text: String?) throws(ProvisioningError) -> [String] {
    guard let text else { return [] }
    guard text.utf8.first == UInt8(ascii: "[") else { return [text] }
    return try parsed(text)
  }
}

extension LocalEdits {
  /// The edits as a JSON object of lists, as stores may keep them in one column; `nil` if there are
  /// none.
  public var text: String? {
    guard !isEmpty else { return nil }
    return jsonText(
      Dictionary(values.map { ($0.rawValue, $1) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Reads the edits from the form of ``text``; throws `corrupt`.
  public init(text: String?) throws(ProvisioningError) {
    self.init()
    guard let text else { return }
    let fields: [String: [String]] = try parsed(text)
    for (name, texts) in fields {
      guard let field = Fields.Field(rawValue: name) else { throw .unreadable("an edit") }
      values[field] = texts
    }
  }
}

private func jsonText(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("texts have a form in JSON")
  }
  return String(decoding: data, as: UTF8.self)
}

private func parsed<Value: Decodable>(_ text: String) throws(ProvisioningError) -> Value {
  do {
    return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  } catch {
    throw .unreadable("a list")
  }
}

extension ProvisioningError {
  /// The error for a row that holds what no store writes.
  public static func unreadable(_ what: StaticString) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The store holds \(what) that cannot be read.",
      reason: "It is damaged, or another program wrote to it.",
      remedy: "Run 'linkctl store verify'.")
  }
}
