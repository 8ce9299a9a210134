import Foundation
import Testing

@Suite struct DocumentTests {
  @Test func everySnippetIsCompiled() throws {
    let compiled = try ["Snippets", "CleverSnippets"].flatMap { name in
      paragraphs(try Document("Tests/DocumentationTests/\(name).swift").text)
    }
    for document in try Document.all() {
      for block in document.blocks(of: "swift") {
        for paragraph in paragraphs(block.joined(separator: "\n")) {
          #expect(
            compiled.contains { $0.contains(paragraph) }, "\(document): in no file of snippets")
        }
      }
    }
  }

  @Test func everyLinkLeadsToAFile() throws {
    for document in try Document.all() {
      let folder = Document.root.appending(path: document.path).deletingLastPathComponent()
      for target in targets(in: document.text) where !target.contains("://") {
        let path = folder.appending(path: target.prefix { $0 != "#" }).path
        #expect(FileManager.default.fileExists(atPath: path), "\(document): \(target)")
      }
    }
  }

  /// Lines without indentation, in groups between blank lines.
  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .split(separator: "").map { $0.joined(separator: "\n") }
  }

  /// What stands in the parentheses of `[text](target)`.
  private func targets(in text: String) -> [String] {
    text.components(separatedBy: "](").dropFirst().map { rest in
      String(rest.prefix { $0 != ")" })
    }
  }
}
