import Foundation
import Provisioning
import Testing

@testable import ProvisioningRosterFiles

struct CSVReaderTests {
  struct Row: Hashable {
    let line: Int
    let cells: [String]
    init(_ line: Int, _ cells: String...) { (self.line, self.cells) = (line, cells) }
    init(_ line: Int, cells: [String]) { (self.line, self.cells) = (line, cells) }
  }

  @Test(
    "Rows, cells and the lines on which rows begin",
    arguments: [
      ("a,b\nc,d\n", [Row(1, "a", "b"), Row(2, "c", "d")]),
      ("a,b\nc,d", [Row(1, "a", "b"), Row(2, "c", "d")]),
      ("a\r\nb\rc\nd", [Row(1, "a"), Row(2, "b"), Row(3, "c"), Row(4, "d")]),
      ("a\r\rb", [Row(1, "a"), Row(3, "b")]),
      ("a\n\r\nb", [Row(1, "a"), Row(3, "b")]),
      ("\u{FEFF}a,b", [Row(1, "a", "b")]),
      ("\u{FEFF}\"a\",b", [Row(1, "a", "b")]),
      ("\"a,b\",c", [Row(1, "a,b", "c")]),
      ("\"a\"\"b\"\"\"", [Row(1, "a\"b\"")]),
      ("\"\"\"\"", [Row(1, "\"")]),
      ("\"\",x", [Row(1, "", "x")]),
      ("\"a\nb\r\nc\rd\"\ne", [Row(1, "a\nb\r\nc\rd"), Row(5, "e")]),
      ("\"a\"b\",c\nd", [Row(1, "ab\"", "c"), Row(2, "d")]),
      ("\"a\nb\" \t,c\nd", [Row(1, "a\nb", "c"), Row(3, "d")]),
      ("5'6\",b", [Row(1, "5'6\"", "b")]),
      (" a\t,\u{A0}b\u{A0},\" c \"", [Row(1, "a", "b", "c")]),
      ("a,,\n,b,\n", [Row(1, "a", "", ""), Row(2, "", "b", "")]),
      ("\n\n ,\t,\n\"\"\na\n\n", [Row(5, "a")]),
      ("é,Ω\n日本,\u{1F600}", [Row(1, "é", "Ω"), Row(2, "日本", "\u{1F600}")]),
      ("àa,aà", [Row(1, "àa", "aà")]),
      ("", []),
      ("\n\r\n", []),
    ])
  func rows(text: String, expected: [Row]) throws {
    // Reading in chunks of a few bytes brings every change of state to the end of a chunk.
    for chunk in [1, 2, 3, 5, 1 << 16] {
      #expect(try Self.rows(Data(text.utf8), chunk: chunk) == expected, "chunk \(chunk)")
    }
  }

  @Test(arguments: 0..<40)
  func whatIsWrittenWithQuotesIsReadBack(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let pieces = ["a", "\"", ",", "\n", "\r", "\r\n", "é", "xyz", " b", "\"\""]
    var text = ""
    var line = 1
    var expected: [Row] = []
    for _ in 0..<20 {
      let cells = (0...Int.random(in: 1...4, using: &random)).map { _ in
        "c"
          + (0..<Int.random(in: 0...4, using: &random)).map { _ in
            pieces.randomElement(using: &random)!
          }.joined() + "d"
      }
      expected.append(Row(line, cells: cells))
      let end = ["\n", "\r\n", "\r"].randomElement(using: &random)!
      let row = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      text += row + end
      // A row that ends in CR before one that begins with LF would be one line end: none begins so.
      line += 1 + lineEnds(row)
    }
    let data = Data(text.utf8)
    for chunk in [1, 7, 64, 1 << 16] {
      #expect(try Self.rows(data, chunk: chunk) == expected)
    }
  }

  @Test func aReaderThatSeeksReadsTheSameRow() throws {
    let text = "h\r\n\"a\"\"1\",x\r\n\"b\n2\",y\r\nc,z"
    for chunk in [4, 1 << 16] {
      var reader = try Self.reader(Data(text.utf8), chunk: chunk)
      try reader.readPreamble()
      var offsets: [Int64] = []
      var texts: [CellText] = []
      while try reader.next() {
        offsets.append(reader.rowOffset)
        texts.append(reader.text(of: 0))
      }
      for index in [3, 1, 2, 1, 3, 0, 3] {
        reader.seek(to: offsets[index])
        let found = try reader.next()
        #expect(found)
        #expect(reader.text(of: 0) == texts[index])
      }
    }
  }

  @Test func theDigestIsOfTheBytesHoweverTheyArriveInChunks() throws {
    let data = Data((0..<1000).map { UInt8($0 % 25 + 97) })
    var digests: Set<String> = []
    for chunk in [1, 3, 16, 17, 4096] {
      var reader = try Self.reader(data, chunk: chunk)
      while try reader.next() {}
      digests.insert(reader.window.digest.text)
    }
    #expect(digests.count == 1)
    var other = try Self.reader(data + Data([97]))
    while try other.next() {}
    #expect(!digests.contains(other.window.digest.text))
  }

  /// A honest reader of 64 MB in one cell would hold them; this one gives up after one.
  @Test(arguments: ["", "\""])
  func anEndlessCellIsRefusedBeforeItFillsMemory(quote: String) throws {
    var data = Data("h\n\(quote)".utf8)
    data.append(Data(repeating: 0x61, count: 64 << 20))
    try expectRefusal(of: data, "line 2: A cell holds more than 1 MiB.")
  }

  @Test func endlessColumnsAreRefusedBeforeTheyFillMemory() throws {
    let data = Data("h\nx".utf8) + Data(repeating: Byte.comma, count: 1_000_000)
    try expectRefusal(of: data, "line 2: The row has more than 2000 columns.")
  }

  @Test func anEndlessRowIsRefusedBeforeItFillsMemory() throws {
    let cell = Data(repeating: 0x61, count: 1 << 20) + Data([Byte.comma])
    let data = Data("h\n".utf8) + (0..<8).reduce(into: Data()) { data, _ in data += cell }
    try expectRefusal(of: data, "line 2: The row holds more than 4 MiB.")
  }

  private func expectRefusal(of data: Data, _ reason: String) throws {
    var reader = try Self.reader(data, chunk: 256 << 10)
    let error = #expect(throws: ProvisioningError.self) { while try reader.next() {} }
    #expect(error?.reason == "At " + reason)
    #expect(error?.problem.contains("test.csv") == true)
    #expect(reader.window.bytes.count <= 8 << 20)
    #expect(reader.cells.count <= CSVReader.Limit.columns)
  }

  private static func rows(_ data: Data, chunk: Int) throws -> [Row] {
    var reader = try reader(data, chunk: chunk)
    try reader.readPreamble()
    var rows: [Row] = []
    while try reader.next() {
      var cells: [String] = []
      for column in reader.cells.indices { cells.append(reader.text(of: column).text ?? "") }
      rows.append(Row(reader.line, cells: cells))
    }
    return rows
  }

  private static func reader(_ data: Data, chunk: Int = 4096) throws -> CSVReader {
    let folder = try TemporaryFolder()
    try folder.write(data, to: "test.csv")
    let source = try SourceFile(path: folder.path + "/test.csv", name: "test.csv")
    return CSVReader(source, chunk: chunk)
  }

  private func lineEnds(_ row: String) -> Int {
    Array(row.replacing("\r\n", with: "\n").utf8).count { $0 == 0x0A || $0 == 0x0D }
  }
}

/// A generator of random numbers that repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
