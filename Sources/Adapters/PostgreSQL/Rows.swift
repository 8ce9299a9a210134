#if PostgreSQL
import CPostgreSQL
import Provisioning

/// What a statement gave. It stays on the thread of its session.
final class Rows {
  private let result: OpaquePointer

  /// Takes over a result of libpq, in the binary form.
  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  var count: Int { Int(PQntuples(result)) }

  /// How many rows the statement wrote.
  var written: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  func map<Value>(
    _ read: (inout Row) throws(ProvisioningError) -> Value
  ) throws(ProvisioningError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for place in 0..<PQntuples(result) {
      var row = Row(result: result, place: place)
      values.append(try read(&row))
    }
    return values
  }
}

/// One row, read column by column from the left.
struct Row {
  let result: OpaquePointer
  let place: Int32
  private var column: Int32 = 0

  fileprivate init(result: OpaquePointer, place: Int32) {
    self.result = result
    self.place = place
  }

  private mutating func value() -> UnsafeRawBufferPointer? {
    defer { column += 1 }
    guard PQgetisnull(result, place, column) == 0 else { return nil }
    return UnsafeRawBufferPointer(
      start: PQgetvalue(result, place, column), count: Int(PQgetlength(result, place, column)))
  }

  mutating func number() throws(ProvisioningError) -> Int64 {
    guard let number = try optionalNumber() else { throw .unreadable("a blank") }
    return number
  }

  mutating func optionalNumber() throws(ProvisioningError) -> Int64? {
    guard let bytes = value() else { return nil }
    guard bytes.count == 8 else { throw .unreadable("a number of another size") }
    return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
  }

  mutating func text() throws(ProvisioningError) -> String {
    guard let text = optionalText() else { throw .unreadable("a blank") }
    return text
  }

  mutating func optionalText() -> String? {
    value().map { StoredText.decode(String(decoding: $0, as: UTF8.self)) }
  }

  mutating func bytes() -> [UInt8] { value().map { Array($0) } ?? [] }

  mutating func identifier<Owner>() throws(ProvisioningError) -> Identifier<Owner> {
    guard let identifier = Identifier<Owner>(try text()) else {
      throw .unreadable("an identifier")
    }
    return identifier
  }

  mutating func optionalIdentifier<Owner>() throws(ProvisioningError) -> Identifier<Owner>? {
    guard let text = optionalText() else { return nil }
    guard let identifier = Identifier<Owner>(text) else { throw .unreadable("an identifier") }
    return identifier
  }

  mutating func key<Owner>() throws(ProvisioningError) -> ProviderKey<Owner> {
    try ProviderKey(stored: try text())
  }

  mutating func revision() throws(ProvisioningError) -> Revision { Revision(try number()) }

  /// Reads a word that stands for a case.
  mutating func word<Word: RawRepresentable<String>>() throws(ProvisioningError) -> Word {
    guard let word = Word(rawValue: try text()) else { throw .unreadable("a word") }
    return word
  }
}

extension ProviderKey {
  /// The key as it stands in a column. A space parts the two: no identifier holds one, and it sorts
  /// before all that providers' names are made of, so keys sort as their parts do.
  var stored: String { "\(provider.rawValue) \(subject.rawValue)" }

  /// Reads the form of ``stored``.
  init(stored text: String) throws(ProvisioningError) {
    let bytes = text.utf8
    guard let space = bytes.firstIndex(of: 0x20),
      let provider = ProviderName(String(text[..<space])),
      let subject = Identifier<Owner>(String(text[bytes.index(after: space)...]))
    else { throw .unreadable("a key") }
    self.init(provider, subject)
  }
}
#endif
