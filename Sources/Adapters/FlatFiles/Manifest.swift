import Provisioning

/// What `store.json` says: the version of the layout, and what each file of the snapshot holds.
struct Manifest {
  /// The version of the layout that this program writes.
  static let version = 1
  private static let format = "provisioning-files"

  /// What a file of the snapshot holds.
  struct Content: Hashable {
    /// How many lines.
    fileprivate(set) var lines = 0
    /// The checksum over the checksums of its lines.
    fileprivate(set) var checksum = Checksum()

    /// Takes note of the next line.
    mutating func add(_ line: Checksum) {
      lines += 1
      checksum.add(line.hexadecimal)
    }
  }

  var files: [StoreFile.Table: Content] = [:]

  /// The line of `store.json`, and its checksum, which the log names.
  func sealed() -> (line: [UInt8], checksum: Checksum) {
    let members = StoreFile.Table.allCases.map { table -> (String, JSONPart) in
      let content = files[table] ?? Content()
      var bytes: [UInt8] = []
      bytes.append(object: [
        "crc32c": .text(content.checksum.text), "lines": .number(Int64(content.lines)),
      ])
      return (table.name, .raw(bytes))
    }
    var list: [UInt8] = []
    list.append(object: Dictionary(members, uniquingKeysWith: { $1 }))
    var object: [UInt8] = []
    object.append(object: [
      "files": .raw(list), "format": .text(Self.format), "version": .number(Int64(Self.version)),
    ])
    return CheckedLine.seal(object)
  }
}

extension Manifest {
  /// Reads `store.json`, or a draft of it. Throws `corrupt` if it is damaged, `invalid` if it is of
  /// something else, and `refused` if a newer version wrote it. Returns it with its checksum.
  static func read(
    _ file: OpenFile, in folder: Folder
  ) throws(ProvisioningError) -> (manifest: Manifest, checksum: Checksum) {
    let path = "\(folder.path)/\(StoreFile.manifest)"
    let bytes = try file.readAll()
    guard bytes.last == 0x0A, let opened = CheckedLine.open(bytes.dropLast()) else {
      throw .damaged(path, line: 1, "Its checksum does not fit.")
    }
    var (format, version): (String?, Int?)
    var files: [StoreFile.Table: Content] = [:]
    do throws(JSONReader.Fault) {
      var reader = JSONReader(opened.object)
      try reader.object { reader, key throws(JSONReader.Fault) in
        switch key {
        case "format": format = try reader.text()
        case "version": version = try reader.wholeNumber()
        case "files": files = try Self.files(&reader)
        default: try reader.skip()
        }
      }
    } catch {
      throw .damaged(path, line: 1, error.reason)
    }
    guard format == Self.format, let version else { throw .foreignFolder(folder.path) }
    guard version <= Self.version else { throw .newerLayout(version) }
    guard files.count == StoreFile.Table.allCases.count else {
      throw .damaged(path, line: 1, "It does not name all files.")
    }
    return (Manifest(files: files), opened.checksum)
  }

  private static func files(
    _ reader: inout JSONReader
  ) throws(JSONReader.Fault) -> [StoreFile.Table: Content] {
    var files: [StoreFile.Table: Content] = [:]
    try reader.object { reader, name throws(JSONReader.Fault) in
      var content = Content()
      try reader.object { reader, key throws(JSONReader.Fault) in
        switch key {
        case "lines": content.lines = try reader.wholeNumber()
        case "crc32c":
          guard let checksum = Checksum(hexadecimal: Array(try reader.text().utf8)) else {
            throw JSONReader.Fault("It is no checksum.")
          }
          content.checksum = checksum
        default: try reader.skip()
        }
      }
      if let table = StoreFile.Table.allCases.first(where: { $0.name == name }) {
        files[table] = content
      }
    }
    return files
  }
}

extension Checksum {
  /// The checksum as eight hexadecimal digits.
  var text: String { String(decoding: hexadecimal, as: UTF8.self) }
}

extension ProvisioningError {
  /// A file of the store is not as it was written.
  static func damaged(
    _ path: String, line: Int, _ reason: String, detail: String? = nil
  ) -> ProvisioningError {
    ProvisioningError(
      .corrupt, "The store's file \(path) is damaged in line \(line).", reason: reason,
      remedy: "Put back a copy of the whole folder that 'linkctl store copy' made.",
      detail: detail)
  }

  static func foreignFolder(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .invalid, "The folder \(path) is no store.",
      reason: "There are files in it that something else made.",
      remedy: "Name another folder, as in files:FOLDER.")
  }

  fileprivate static func newerLayout(_ version: Int) -> ProvisioningError {
    ProvisioningError(
      .refused, "The store was made by a newer version of this program.",
      reason: "Its layout is version \(version); this program knows \(Manifest.version).",
      remedy: "Update this program.")
  }

  static func noStore(_ path: String) -> ProvisioningError {
    ProvisioningError(
      .notFound, "There is no store.", reason: "The folder \(path) is missing or empty.",
      remedy: "Run 'linkctl store init', or name another store with --store.")
  }
}
