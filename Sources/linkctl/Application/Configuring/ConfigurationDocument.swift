import FoundationEssentials
import Provisioning

/// The text of a configuration (JSON5), read strictly: what cannot be used is an error that names its
/// line.
///
/// A value is named by the way to its key, such as `gate.roles`.
struct ConfigurationDocument {
  let file: String
  let text: Data

  /// The whole document.
  func root() throws(ProvisioningError) -> ConfigurationValue {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      return try decoder.decode(ConfigurationValue.self, from: text)
    } catch {
      throw fault(
        "It is no JSON5 document: look for a missing quote, comma or brace.",
        on: ConfigurationSyntax.faultyLine(of: text), detail: "\(error)")
    }
  }

  /// The members of an object that may have some keys; without a name it is the document.
  func object(
    _ value: ConfigurationValue, _ name: String? = nil, allowing keys: [String]
  ) throws(ProvisioningError) -> [String: ConfigurationValue] {
    guard case .object(let object) = value else {
      throw fault("'\(name ?? "the document")' is no object.", at: name)
    }
    for key in object.keys.sorted() where !keys.contains(key) {
      throw fault(
        "The key '\(key)' is not known.\(hint(for: key, among: keys))",
        at: name.map { "\($0).\(key)" } ?? key)
    }
    return object
  }

  private func hint(for key: String, among keys: [String]) -> String {
    if let near = Suggestions.candidates(for: key, among: keys).first {
      return " Did you mean '\(near)'?"
    }
    guard keys.contains("secretFile"), key.lowercased().contains("secret") else { return "" }
    return " No secret stands here: put it into a file, and name that in 'secretFile'."
  }

  /// The elements of a list.
  func list(
    _ value: ConfigurationValue, _ name: String
  ) throws(ProvisioningError) -> [ConfigurationValue] {
    guard case .array(let values) = value else { throw fault("'\(name)' is no list.", at: name) }
    return values
  }

  /// The texts in a list.
  func strings(_ value: ConfigurationValue, _ name: String) throws(ProvisioningError) -> [String] {
    try list(value, name).map { element throws(ProvisioningError) in try string(element, name) }
  }

  /// A text.
  func string(_ value: ConfigurationValue, _ name: String) throws(ProvisioningError) -> String {
    guard case .string(let text) = value else { throw fault("'\(name)' is no text.", at: name) }
    return text
  }

  /// One of a few words.
  func word(
    _ value: ConfigurationValue, _ name: String, among words: [String]
  ) throws(ProvisioningError) -> String {
    let text = try string(value, name)
    guard words.contains(text) else {
      throw fault("'\(name)' must be \(words.listed(by: "or")).", at: name)
    }
    return text
  }

  /// The error for what stands at a key; `value` is the text at fault, where there are several.
  func fault(
    _ reason: String, at name: String? = nil, value: String? = nil, on line: Int? = nil,
    remedy: String = "Its form is shown by 'linkctl --help'.", detail: String? = nil
  ) -> ProvisioningError {
    let line = line ?? name.flatMap { self.line(of: $0.split(separator: "."), value: value) }
    let place = line.map { " (line \($0))" } ?? ""
    return ProvisioningError(
      .invalid, "The configuration \(file)\(place) cannot be used.", reason: reason,
      remedy: remedy, detail: detail)
  }

  /// The line on which the last of some words first stands by itself, behind the ones before it.
  private func line(of words: [Substring], value: String?) -> Int? {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    var found: Int?
    func find(_ isThere: (String) -> Bool) -> Int? {
      lines.indices.dropFirst(found ?? 0).first { isThere(lines[$0]) }
    }
    for word in words {
      // A key in quotes may be several words.
      found = find { $0.hasWord(word) } ?? find { $0.contains(word) } ?? found
    }
    if let value { found = find { $0.contains(value) } ?? found }
    return found.map { $0 + 1 }
  }
}

extension String {
  fileprivate func hasWord(_ word: Substring) -> Bool {
    split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.contains(word)
  }
}
