@testable import ProvisioningSamples

/// All files of a district, in memory.
struct Files {
  let names: [String]
  private var bytes: [[UInt8]]
  let written: SampleFiles

  init(_ district: SampleDistrict, _ layout: SampleDistrict.Layout) {
    var files = SampleFiles(of: district, as: layout)
    names = files.names
    bytes = Array(repeating: [], count: names.count)
    while let pieces = files.next() {
      for (place, piece) in pieces.enumerated() { bytes[place] += piece }
    }
    written = files
  }

  /// A file's bytes.
  subscript(name: String) -> [UInt8] { names.firstIndex(of: name).map { bytes[$0] } ?? [] }

  /// A file as text.
  func text(_ name: String) -> String { String(decoding: self[name], as: UTF8.self) }

  /// FNV-1a over names and bytes, as 16 hexadecimal digits.
  var digest: String {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in zip(names, bytes).flatMap({ Array($0.utf8) + $1 }) {
      digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let text = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
