/// The fields of an object of JSON that Clever gave.
///
/// What is not needed is forgiven: absent, `null`, `""` and a value of another type are all blank.
/// What somebody is known or let in by is not: it is absent, `null`, `""`, or what it should be.
struct RecordFields {
  private let values: KeyedDecodingContainer<FieldName>

  init(_ decoder: any Decoder) throws { values = try decoder.container(keyedBy: FieldName.self) }

  private init(_ values: KeyedDecodingContainer<FieldName>) { self.values = values }

  /// The names of all fields.
  var names: [String] { values.allKeys.map(\.stringValue) }

  // MARK: Not needed

  /// The text of a field; `nil` for a blank.
  func text(_ name: FieldName) -> String? {
    guard let text = try? values.decodeIfPresent(String.self, forKey: name) else { return nil }
    return text.isUsable ? text : nil
  }

  /// The whole number in a field.
  func integer(_ name: FieldName) -> Int? { try? values.decodeIfPresent(Int.self, forKey: name) }

  /// The object in a field.
  func object(_ name: FieldName) -> RecordFields? {
    (try? values.nestedContainer(keyedBy: FieldName.self, forKey: name)).map(RecordFields.init)
  }

  /// The texts in a list, without what is none.
  func texts(_ name: FieldName) -> [String] {
    list(name) { list in try? list.decode(String.self) }.filter(\.isUsable)
  }

  /// The objects in a list, without what is none.
  func objects(_ name: FieldName) -> [RecordFields] {
    list(name) { list in (try? list.nestedContainer(keyedBy: FieldName.self)).map(RecordFields.init)
    }
  }

  private func list<Element>(
    _ name: FieldName, _ next: (inout any UnkeyedDecodingContainer) -> Element?
  ) -> [Element] {
    guard var list = try? values.nestedUnkeyedContainer(forKey: name) else { return [] }
    var elements: [Element] = []
    while !list.isAtEnd {
      if let element = next(&list) {
        elements.append(element)
      } else if (try? list.decode(Anything.self)) == nil {
        break
      }
    }
    return elements
  }

  // MARK: Needed

  /// The text of a field that must be one where it is there; `nil` for a blank.
  func exactText(_ name: FieldName) throws -> String? {
    guard isPresent(name) else { return nil }
    guard let text = try? values.decode(String.self, forKey: name) else {
      throw fault(.unusable, name)
    }
    guard !text.isEmpty else { return nil }
    guard text.isUsable else { throw fault(.unusable, name) }
    return text
  }

  /// The text of a field that must be there.
  func requiredText(_ name: FieldName) throws -> String {
    guard let text = try exactText(name) else { throw fault(.missing, name) }
    return text
  }

  /// The ID in a field that must be one where it is there; `nil` for a blank.
  func id(_ name: FieldName) throws -> CleverID? {
    guard let text = try exactText(name) else { return nil }
    guard let id = CleverID(text) else { throw fault(.unusable, name) }
    return id
  }

  /// The ID in a field that must be there.
  func requiredID(_ name: FieldName) throws -> CleverID {
    guard let id = try id(name) else { throw fault(.missing, name) }
    return id
  }

  /// The object in a field that must be one where it is there.
  func exactObject(_ name: FieldName) throws -> RecordFields? {
    guard isPresent(name) else { return nil }
    guard let object = object(name) else { throw fault(.unusable, name) }
    return object
  }

  /// The object in a field that must be there.
  func requiredObject(_ name: FieldName) throws -> RecordFields {
    guard let object = try exactObject(name) else { throw fault(.missing, name) }
    return object
  }

  /// What `take` makes of each element of a list that must be there: of `nil` for one that is no
  /// object.
  func requiredList<Element>(
    _ name: FieldName, _ take: (RecordFields?) throws -> Element
  ) throws -> [Element] {
    guard isPresent(name) else { throw fault(.missing, name) }
    guard var list = try? values.nestedUnkeyedContainer(forKey: name) else {
      throw fault(.unusable, name)
    }
    var elements: [Element] = []
    elements.reserveCapacity(list.count ?? 0)
    while !list.isAtEnd {
      let object = try? list.nestedContainer(keyedBy: FieldName.self)
      if object == nil { _ = try list.decode(Anything.self) }
      elements.append(try take(object.map(RecordFields.init)))
    }
    return elements
  }

  /// The IDs in a list that must be there, and `nil` for each element that is none.
  func requiredIDs(_ name: FieldName) throws -> [CleverID?] {
    guard isPresent(name) else { throw fault(.missing, name) }
    if let texts = try? values.decode([String].self, forKey: name) {
      return texts.map { CleverID($0) }
    }
    guard var list = try? values.nestedUnkeyedContainer(forKey: name) else {
      throw fault(.unusable, name)
    }
    var ids: [CleverID?] = []
    while !list.isAtEnd {
      let text = try? list.decode(String.self)
      if text == nil { _ = try list.decode(Anything.self) }
      ids.append(text.flatMap { CleverID($0) })
    }
    return ids
  }

  /// A fault of a field.
  func fault(_ kind: CleverRecordFault.Kind, _ name: FieldName) -> FieldFault {
    FieldFault(kind, at: values.codingPath + [name])
  }

  private func isPresent(_ name: FieldName) -> Bool {
    values.contains(name) && (try? values.decodeNil(forKey: name)) != true
  }
}

/// The name of a field.
struct FieldName: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringLiteral: String) { stringValue = stringLiteral }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A value of any kind that is stepped over.
private struct Anything: Decodable {
  init(from decoder: any Decoder) {}
}

extension String {
  /// Whether it is a text that may be kept: not blank, no longer than a roster's, and without a
  /// NUL, which not every database can hold.
  fileprivate var isUsable: Bool {
    (1...1000).contains(utf8.count) && !utf8.contains(0)
      && utf8.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
  }
}
