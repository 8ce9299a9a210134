/// A value in an object of JSON that stores write.
package enum JSONPart {
  case text(String)
  case texts([String])
  case number(Int64)
  /// JSON as it is.
  case raw([UInt8])
}

extension [UInt8] {
  /// Appends an object with its keys sorted by their bytes: the same members give the same text.
  package mutating func append(object members: [String: JSONPart]) {
    append(members) { bytes, part in bytes.append(part) }
  }

  /// Appends columns as an object of lists of texts, with its keys sorted by their bytes.
  package mutating func append(columns: Columns) {
    append(columns) { bytes, texts in bytes.append(texts: texts) }
  }

  /// Appends `elements`, which are JSON, as a list.
  package mutating func append(list elements: [[UInt8]]) {
    append(0x5B)
    append(contentsOf: elements.joined(separator: CollectionOfOne(0x2C)))
    append(0x5D)
  }

  private mutating func append<Value>(
    _ members: [String: Value], value: (inout [UInt8], Value) -> Void
  ) {
    append(0x7B)
    var isFirst = true
    for (key, member) in members.sorted(by: { $0.key < $1.key }) {
      if !isFirst { append(0x2C) }
      isFirst = false
      append(quoting: key)
      append(0x3A)
      value(&self, member)
    }
    append(0x7D)
  }

  private mutating func append(_ part: JSONPart) {
    switch part {
    case .text(let text): append(quoting: text)
    case .texts(let texts): append(texts: texts)
    case .number(let number): append(contentsOf: String(number).utf8)
    case .raw(let json): append(contentsOf: json)
    }
  }

  private mutating func append(texts: [String]) {
    append(0x5B)
    for (index, text) in texts.enumerated() {
      if index > 0 { append(0x2C) }
      append(quoting: text)
    }
    append(0x5D)
  }
}
