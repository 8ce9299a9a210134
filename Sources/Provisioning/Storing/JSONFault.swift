/// What is wrong with a text in JSON. It quotes nothing but the names of keys: what else stands
/// there is personal data.
public struct JSONFault: Error, Hashable, Sendable {
  /// The way to what is at fault, such as `section.members[3].role`; blank for the whole text.
  public private(set) var field: String
  /// What is wrong, in a sentence.
  public let reason: String

  /// Creates a fault of a field, or of the whole text.
  public init(_ reason: String, field: String = "") {
    self.field = field
    self.reason = reason
  }

  /// The text is no JSON.
  static let notJSON = JSONFault("It is no JSON, or not all of it.")

  /// The fault, seen from the object in which `key` leads to it. A key that looks like no name may
  /// be anything, so it is not told.
  func within(_ key: String) -> JSONFault {
    let name = key.isFieldName ? key : "?"
    var fault = self
    fault.field = field.isEmpty || field.hasPrefix("[") ? name + field : "\(name).\(field)"
    return fault
  }

  /// The fault, seen from the list in which it is in the element at `index`.
  func within(_ index: Int) -> JSONFault {
    var fault = self
    fault.field = "[\(index)]" + (field.isEmpty ? "" : ".\(field)")
    return fault
  }
}

extension String {
  fileprivate var isFieldName: Bool {
    (1...32).contains(utf8.count)
      && utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
