import CZip
import Provisioning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A ZIP that holds roster files, read by libzip.
///
/// Nothing is ever written under a name from the archive: what is wanted is unpacked into temporary
/// files without names.
struct ZIPArchive: ~Copyable {
  /// How large an archive may be in each way. Honest exports stay far below.
  enum Limit {
    /// Entries; an export has some ten.
    static let entries = 10_000
    /// What one entry unpacks to, in bytes.
    static let entryBytes: UInt64 = 8 << 30
    /// What all wanted entries unpack to together, in bytes.
    static let allBytes: UInt64 = 16 << 30
    /// How many times its packed size an entry unpacks to, above 16 MiB. Rosters reach some twenty.
    static let ratio: UInt64 = 250
    static let ratioFree: UInt64 = 16 << 20
  }

  private let file: SourceFile
  private let archive: OpaquePointer

  /// Opens `file`. Throws `invalid` unless it is a ZIP whose list of entries is of a sound size.
  init(_ file: SourceFile) throws(ProvisioningError) {
    try ZIPDirectory.requireSoundSize(of: file)
    // libzip closes what it is given, and the file stays open for its other users.
    let copy = dup(file.descriptor.number)
    guard copy >= 0 else { throw .unreadable(file.name, errno) }
    var code: Int32 = 0
    guard let archive = zip_fdopen(copy, 0, &code) else {
      close(copy)
      throw Self.isNoZIP(code) ? .noZIP(file.name) : .damagedZIP(file.name, nil, code)
    }
    self.file = file
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  private static func isNoZIP(_ code: Int32) -> Bool {
    code == ZIP_ER_NOZIP || code == ZIP_ER_EOF
  }

  /// Unpacks the entries called `names`, in any case, all at the root or all in one folder. Answers
  /// in the order of `names`, with `nil` for what is not there. Everything is judged before
  /// anything is unpacked. Complexity: O(bytes unpacked).
  func files(
    _ names: [String], _ cancellation: Cancellation
  ) throws(ProvisioningError) -> [SourceFile?] {
    let entries = try entries(names)
    try requireSoundSizes(entries.compactMap { $0 })
    var files: [SourceFile?] = []
    for entry in entries {
      files.append(
        try entry.map { (entry) throws(ProvisioningError) in try unpack(entry, cancellation) })
    }
    return files
  }

  // MARK: Judging

  /// The entries called `names`.
  private func entries(_ names: [String]) throws(ProvisioningError) -> [ZIPEntry?] {
    let count = zip_get_num_entries(archive, 0)
    guard count <= Limit.entries else {
      throw .refusedZIP(file.name, "It holds more than \(Limit.entries) entries.")
    }
    let places = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { (lowercasedASCII($1), $0) })
    var entries = [ZIPEntry?](repeating: nil, count: names.count)
    var folder: String?
    for index in 0..<UInt64(max(0, count)) {
      guard let name = zip_get_name(archive, index, 0).flatMap({ String(validatingCString: $0) }),
        let path = ZIPEntryPath(name), let place = places[lowercasedASCII(path.file)]
      else { continue }
      guard entries[place] == nil else {
        throw .refusedZIP(
          file.name, "It holds \(names[place]) more than once, in other folders or cases.")
      }
      guard folder == nil || folder == path.folder else {
        throw .refusedZIP(file.name, "Its roster files lie in different folders.")
      }
      folder = path.folder
      entries[place] = try ZIPEntry(index, called: path.file, in: archive, of: file.name)
    }
    return entries
  }

  private func requireSoundSizes(_ entries: [ZIPEntry]) throws(ProvisioningError) {
    var (packed, unpacked): (UInt64, UInt64) = (0, 0)
    for entry in entries {
      packed = packed.addingReportingOverflow(entry.packedSize).partialValue
      guard entry.size <= Limit.entryBytes, entry.packedSize <= UInt64(file.signature.size) else {
        throw .refusedZIP(file.name, "The size that it declares for \(entry.name) is absurd.")
      }
      guard entry.size <= Limit.ratioFree || entry.size / Limit.ratio <= entry.packedSize else {
        throw .refusedZIP(
          file.name, "\(entry.name) would unpack to over \(Limit.ratio) times its packed size.")
      }
      unpacked += entry.size
    }
    guard unpacked <= Limit.allBytes else {
      throw .refusedZIP(file.name, "It would unpack to more than \(Limit.allBytes >> 30) GiB.")
    }
    // Entries that share their bytes: small on disk, and large without end.
    guard packed <= UInt64(file.signature.size) else {
      throw .refusedZIP(file.name, "Its entries overlap.")
    }
  }

  // MARK: Unpacking

  private func unpack(
    _ entry: ZIPEntry, _ cancellation: Cancellation
  ) throws(ProvisioningError) -> SourceFile {
    guard let stream = zip_fopen_index(archive, entry.index, 0) else {
      throw .damagedZIP(file.name, entry.name, zip_error_code_zip(zip_get_error(archive)))
    }
    defer { zip_fclose(stream) }
    var spool = try SpoolFile(name: entry.name)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      try cancellation.check()
      let count = buffer.withUnsafeMutableBytes {
        zip_fread(stream, $0.baseAddress, UInt64($0.count))
      }
      if count == 0 { break }
      guard count > 0 else {
        throw .damagedZIP(file.name, entry.name, zip_error_code_zip(zip_file_get_error(stream)))
      }
      guard UInt64(spool.size) + UInt64(count) <= entry.size else {
        throw .refusedZIP(file.name, "\(entry.name) holds more than it declares.")
      }
      try spool.append(buffer[..<Int(count)])
    }
    guard UInt64(spool.size) == entry.size else {
      throw .damagedZIP(file.name, entry.name, ZIP_ER_INCONS)
    }
    return try spool.finished()
  }
}
