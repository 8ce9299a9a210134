#if PostgreSQL
/// A statement, and the name under which connections keep it prepared.
struct Query: Hashable, Sendable {
  let name: String
  let text: String
  let pace: Pace

  /// How long the server may take over a statement.
  enum Pace: Sendable {
    case usual
    /// It goes through all rows of a table.
    case long
  }

  init(_ name: String, _ text: String, _ pace: Pace = .usual) {
    self.name = name
    self.text = text
    self.pace = pace
  }
}

/// A statement with the values for its parameters.
struct Request: Sendable {
  let query: Query
  let parameters: Parameters

  init(_ query: Query, _ fill: (inout Parameters) -> Void = { _ in }) {
    self.query = query
    var parameters = Parameters()
    fill(&parameters)
    self.parameters = parameters
  }
}

/// Values for the parameters of a statement, in their order and in the binary form of the protocol.
struct Parameters: Sendable {
  private(set) var values: [[UInt8]?] = []

  mutating func add(_ text: String) { values.append(Array(StoredText.encode(text).utf8)) }
  mutating func add(_ number: Int64) { values.append(number.bigEndianBytes) }

  /// Adds one parameter: an array with a text of each of `rows`.
  mutating func addTexts<Row>(_ rows: [Row], _ text: (Row) -> String?) {
    var array = BinaryArray(of: 25, count: rows.count)
    for row in rows {
      if let text = text(row) {
        array.append(StoredText.encode(text).utf8)
      } else {
        array.appendNull()
      }
    }
    values.append(array.bytes)
  }

  /// Adds one parameter: an array with a number of each of `rows`.
  mutating func addNumbers<Row>(_ rows: [Row], _ number: (Row) -> Int64?) {
    var array = BinaryArray(of: 20, count: rows.count)
    for row in rows {
      if let number = number(row) {
        array.append(number.bigEndianBytes)
      } else {
        array.appendNull()
      }
    }
    values.append(array.bytes)
  }

  /// Adds one parameter: an array with the bytes of each of `rows`.
  mutating func addBytes<Row>(_ rows: [Row], _ bytes: (Row) -> [UInt8]) {
    var array = BinaryArray(of: 17, count: rows.count)
    for row in rows { array.append(bytes(row)) }
    values.append(array.bytes)
  }
}

/// An array of one dimension as the protocol has it: a head, then each element behind its length.
private struct BinaryArray {
  private(set) var bytes: [UInt8] = []

  /// `type` is the object number of the elements' type, which PostgreSQL has fixed.
  init(of type: Int32, count: Int) {
    bytes.reserveCapacity(20 + 16 * count)
    let mayHoldNull: Int32 = 1
    let head = count == 0 ? [0, mayHoldNull, type] : [1, mayHoldNull, type, Int32(count), 1]
    for number in head { bytes.append(contentsOf: number.bigEndianBytes) }
  }

  mutating func append(_ element: some Collection<UInt8>) {
    bytes.append(contentsOf: Int32(element.count).bigEndianBytes)
    bytes.append(contentsOf: element)
  }

  mutating func appendNull() { bytes.append(contentsOf: Int32(-1).bigEndianBytes) }
}

extension FixedWidthInteger {
  fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
#endif
