/// A fault on the way through an answer, before it is known whose answer it is.
struct FieldFault: Error {
  let kind: CleverRecordFault.Kind
  /// The way to the field, such as `data.roles.teacher.legacy_id`.
  let field: String

  init(_ kind: CleverRecordFault.Kind, at path: [any CodingKey] = []) {
    self.kind = kind
    field = path.reduce("") { way, key in
      if let index = key.intValue { return "\(way)[\(index)]" }
      // A key that looks like no name may be anything, so it is not told.
      let name = key.stringValue.isFieldName ? key.stringValue : "?"
      return way.isEmpty ? name : "\(way).\(name)"
    }
  }
}

extension String {
  fileprivate var isFieldName: Bool {
    (1...32).contains(utf8.count)
      && utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
  }
}
