import Provisioning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of roster files.
struct SourceFolder {
  private let path: String
  /// The names found, by their lower-case form.
  private let names: [String: [String]]

  /// Lists the folder at `path`; `nil` if something else is there. Complexity: O(number of files).
  init?(path: String) throws(ProvisioningError) {
    // A NUL would end the path early for the system, and open another folder.
    let isPath = !path.isEmpty && !path.utf8.contains(0)
    guard let folder = isPath ? opendir(path) : nil else {
      let number = isPath ? errno : ENOENT
      if number == ENOTDIR { return nil }
      throw ProvisioningError(
        .notFound, "The roster files cannot be opened.",
        reason: number == EACCES
          ? "Their folder's permissions do not allow it." : "There is no such folder or ZIP.",
        remedy: "Check the path that was given.", detail: path)
    }
    defer { closedir(folder) }
    var names: [String: [String]] = [:]
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(validatingCString: $0) }
      }
      guard let name else { continue }
      names[lowercasedASCII(name), default: []].append(name)
    }
    self.path = path
    self.names = names
  }

  /// Opens the files called `wanted`, in any case.
  func files(_ wanted: [String]) throws(ProvisioningError) -> [SourceFile?] {
    var files: [SourceFile?] = []
    for name in wanted {
      let found = names[lowercasedASCII(name)] ?? []
      guard found.count < 2 else {
        throw .unusableFile(
          name, "The folder holds it \(found.count) times, in different cases.",
          remedy: "Remove the ones that are out of date.")
      }
      let slash = path.hasSuffix("/") ? "" : "/"
      files.append(
        try found.first.map { (name) throws(ProvisioningError) in
          try SourceFile(path: path + slash + name, name: name)
        })
    }
    return files
  }
}
