import Testing

@testable import ProvisioningFlatFiles

/// Lines and their checksums.
@Suite struct ChecksumTests {
  @Test func itIsTheOneOfTheStandard() {
    #expect(Checksum(of: Array("123456789".utf8)).text == "e3069283")
    #expect(Checksum(of: [UInt8](repeating: 0, count: 32)).text == "8a9136aa")
    #expect(Checksum().text == "00000000")
  }

  @Test func itGoesOnWhereItStopped() {
    let first = Checksum(of: Array("1234".utf8))
    #expect(Checksum(of: Array("56789".utf8), after: first).text == "e3069283")
  }

  @Test func aLineOpensAsItWasSealed() throws {
    let object = Array(#"{"a":["x"]}"#.utf8)
    let (line, checksum) = CheckedLine.seal(object)
    #expect(line.last == 0x0A)
    let opened = try #require(CheckedLine.open(line.dropLast()))
    #expect(opened.object == object)
    #expect(opened.checksum == checksum)
  }

  @Test func aLineOpensNowhereElseInALog() {
    let earlier = Checksum(of: Array("before".utf8))
    let line = CheckedLine.seal(Array(#"{"a":[]}"#.utf8), after: earlier).line.dropLast()
    #expect(CheckedLine.open(line, after: earlier) != nil)
    #expect(CheckedLine.open(line) == nil)
  }

  @Test func noFlippedBitGoesUnnoticed() {
    let line = CheckedLine.seal(Array(#"{"id":["a-1"],"status":["active"]}"#.utf8)).line.dropLast()
    for place in line.indices {
      for bit in 0..<8 {
        var damaged = line
        damaged[place] ^= 1 << UInt8(bit)
        #expect(CheckedLine.open(damaged) == nil, "byte \(place), bit \(bit)")
      }
    }
  }
}
