import Foundation

/// A document of the repository, and what stands in it.
struct Document: CustomStringConvertible {
  /// The path within the repository.
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  var description: String { path }

  /// The repository's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Markdown file that belongs to the repository's documentation.
  static func all() throws -> [Document] {
    let top = [
      "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "Benchmarks/README.md",
    ]
    let folders = ["docs", "Sources/Provisioning/Provisioning.docc"].flatMap { folder in
      let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      return (files?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
    }
    return try (top + folders.filter { $0.hasSuffix(".md") }.sorted()).map { try Document($0) }
  }

  /// The lines of each block of `language`.
  func blocks(of language: String) -> [[String]] {
    var blocks: [[String]] = []
    var open: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "```", let block = open {
        blocks.append(block)
        open = nil
      } else if line == "```\(language)" {
        open = []
      } else {
        open?.append(line)
      }
    }
    return blocks
  }
}
