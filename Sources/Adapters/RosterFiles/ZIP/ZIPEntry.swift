import CZip
import Provisioning

/// An entry that may be unpacked.
struct ZIPEntry {
  let index: UInt64
  /// The file's name, without folders.
  let name: String
  /// What it declares to unpack to, in bytes.
  let size: UInt64
  /// What it takes in the archive, in bytes.
  let packedSize: UInt64

  /// Reads the entry of that index. Throws `invalid` for one that is encrypted, no file, or packed
  /// in a way that is not read here.
  init(
    _ index: UInt64, called name: String, in archive: OpaquePointer, of file: String
  ) throws(ProvisioningError) {
    var status = zip_stat_t()
    let needed = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD)
    guard zip_stat_index(archive, index, 0, &status) == 0, status.valid & needed == needed else {
      throw .damagedZIP(file, name, zip_error_code_zip(zip_get_error(archive)))
    }
    guard status.encryption_method == ZIP_EM_NONE else {
      throw .refusedZIP(
        file, "\(name) is encrypted.", remedy: "Unpack it yourself, and import the folder.")
    }
    guard Self.isRegular(index, in: archive) else {
      throw .refusedZIP(file, "\(name) is no regular file, but a link or the like.")
    }
    guard [ZIP_CM_STORE, ZIP_CM_DEFLATE].contains(Int32(status.comp_method)) else {
      throw .refusedZIP(
        file, "\(name) is packed by method \(status.comp_method); 0 and 8 are read.",
        remedy: "Pack it again as a plain ZIP, or import the folder.")
    }
    self.index = index
    self.name = name
    size = status.size
    packedSize = status.comp_size
  }

  /// Whether an archive made on Unix calls it a regular file, or says nothing.
  private static func isRegular(_ index: UInt64, in archive: OpaquePointer) -> Bool {
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    guard zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0,
      Int32(system) == ZIP_OPSYS_UNIX
    else { return true }
    // The upper half is the file's mode: 0o10 in its upper four bits is a regular file.
    let kind = attributes >> 28
    return kind == 0 || kind == 0o10
  }
}

/// An entry's name, taken apart.
struct ZIPEntryPath: Hashable {
  /// The folder with a slash at its end; empty at the root.
  let folder: String
  /// The name within it.
  let file: String

  /// Takes `name` apart; `nil` for folders, for what Macs add, and for names with a part that
  /// begins with a dot. Some archives made on Windows have backslashes.
  init?(_ name: String) {
    let parts = name.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2F || $0 == 0x5C }
    guard let file = parts.last, !file.isEmpty,
      !parts.contains(where: { $0.first == 0x2E || $0.elementsEqual("__MACOSX".utf8) })
    else { return nil }
    self.file = String(Substring(file))
    folder = parts.dropLast().map { String(Substring($0)) + "/" }.joined()
  }
}

extension ProvisioningError {
  /// What is neither a folder nor a ZIP.
  static func noZIP(_ name: String) -> ProvisioningError {
    .unusableFile(
      name, "It is neither a folder nor a ZIP, or a ZIP that is cut off.",
      remedy: "Give the folder or the ZIP of the export, or transfer it again.")
  }

  /// A ZIP that is sound and is not taken.
  static func refusedZIP(
    _ name: String, _ reason: String, remedy: String = "Export it again, or import the folder."
  ) -> ProvisioningError {
    .unusableFile(name, reason, remedy: remedy)
  }

  /// A ZIP that libzip cannot read, for the reason of that code.
  static func damagedZIP(_ name: String, _ entry: String?, _ code: Int32) -> ProvisioningError {
    let what = entry ?? "The list of its entries"
    let reason =
      switch code {
      case ZIP_ER_CRC: "\(what) is damaged: its checksum does not fit."
      case ZIP_ER_MEMORY: "\(what) takes more memory than there is."
      default: "\(what) is damaged or cut off."
      }
    return .unusableFile(name, reason, remedy: "Export or transfer it again.")
  }
}
