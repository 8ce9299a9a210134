import Provisioning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of roster files, whose names match in any case.
struct SourceFolder: Sendable {
  /// The folder's path, as given.
  let path: String
  /// The names found, by their lower-case form.
  private let names: [String: [String]]

  /// Lists the folder at `path`. Complexity: O(number of files).
  init(path: String) throws(ProvisioningError) {
    // A NUL would end the path early for the system, and open another folder.
    guard !path.isEmpty, !path.utf8.contains(0), let folder = opendir(path) else {
      throw ProvisioningError(
        .notFound, "The folder of roster files cannot be opened.",
        reason: "There is no such folder, or its permissions do not allow it.",
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

  /// The file called `name` (in lower case) as it is spelled in the folder, or `nil` if there is
  /// none. Two files whose names differ in case only are an error: either might be the old one.
  func spelling(of name: String) throws(ProvisioningError) -> String? {
    guard let found = names[name] else { return nil }
    guard found.count == 1 else {
      throw .unusableFile(
        name, "The folder holds it \(found.count) times, in different cases.",
        remedy: "Remove the ones that are out of date.")
    }
    return found[0]
  }

  /// Opens the file that is spelled `name`.
  func open(_ name: String) throws(ProvisioningError) -> SourceFile {
    try SourceFile(path: path.hasSuffix("/") ? path + name : path + "/" + name, name: name)
  }
}

/// `text` with its ASCII letters in lower case, and nothing else changed.
func lowercasedASCII(_ text: String) -> String {
  guard text.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return text }
  return String(
    decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
}
