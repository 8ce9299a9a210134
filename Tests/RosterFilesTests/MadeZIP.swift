import CZip
import Foundation
import Testing

/// A ZIP that a test makes.
struct MadeZIP {
  /// An entry.
  struct Entry {
    var name: String
    var content: Data
    /// Changes the entry after it was added.
    var change: (OpaquePointer, UInt64) -> Void = { _, _ in }
  }

  var entries: [Entry] = []

  /// A ZIP of files, in `folder`, which ends in a slash or is empty.
  init(_ files: [String: String], in folder: String = "") {
    entries = files.sorted { $0.key < $1.key }.map {
      Entry(name: folder + $0.key, content: Data($0.value.utf8))
    }
  }

  /// The bytes of the ZIP, as libzip writes them.
  func data() throws -> Data {
    let folder = try TemporaryFolder()
    let path = folder.path + "/made.zip"
    var code: Int32 = 0
    let archive = try #require(zip_open(path, ZIP_CREATE, &code))
    var contents: [UnsafeMutableRawBufferPointer] = []
    defer { contents.forEach { $0.deallocate() } }
    for entry in entries {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(1, entry.content.count), alignment: 1)
      contents.append(bytes)
      entry.content.copyBytes(to: bytes)
      let source = zip_source_buffer(archive, bytes.baseAddress, UInt64(entry.content.count), 0)
      let index = zip_file_add(archive, entry.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
      try #require(index >= 0)
      entry.change(archive, UInt64(index))
    }
    try #require(zip_close(archive) == 0)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}

extension Data {
  /// The data with `change` made at each place where `bytes` stand, counted from there.
  func patched(at bytes: [UInt8], _ change: (inout Data, Index) -> Void) -> Data {
    var data = self
    var start = data.startIndex
    while let found = data.range(of: Data(bytes), in: start..<data.endIndex) {
      change(&data, found.lowerBound)
      start = found.upperBound
    }
    return data
  }

  /// Writes a little-endian number.
  mutating func write(_ number: UInt64, bytes: Int, at place: Index) {
    for byte in 0..<bytes { self[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
  }
}
