import ProvisioningHTTP

/// What a page has to log out with: a form, or else a link.
struct LogOutControl: Sendable {
  let url: String
  /// The fields to send; `nil` for a link.
  let fields: [(name: String, value: String)]?

  private static let words = ["log out", "logout", "sign out", "signout"]

  /// Finds it in a page; `nil` if nothing there says so.
  init?(in page: String, at url: String) {
    guard let address = HTTPAddress(url) else { return nil }
    if let form = Self.elements("form", in: page).first(where: Self.speaks) {
      self.url = CleverBrowser.absolute(Self.attribute("action", in: form) ?? url, from: address)
      fields = Self.tags("input", in: form).compactMap { input in
        Self.attribute("name", in: input).map { ($0, Self.attribute("value", in: input) ?? "") }
      }
    } else if let link = Self.elements("a", in: page).first(where: Self.speaks),
      let target = Self.attribute("href", in: link)
    {
      self.url = CleverBrowser.absolute(target, from: address)
      fields = nil
    } else {
      return nil
    }
  }

  private static func speaks(_ element: Substring) -> Bool {
    let text = element.lowercased()
    return words.contains { text.contains($0) }
  }

  /// The elements of a kind, each from its tag to its end.
  private static func elements(_ name: String, in page: String) -> [Substring] {
    var elements: [Substring] = []
    var rest = page[...]
    while let start = rest.firstRange(of: "<\(name) "),
      let end = rest[start.upperBound...].firstRange(of: "</\(name)>")
    {
      elements.append(rest[start.lowerBound..<end.upperBound])
      rest = rest[end.upperBound...]
    }
    return elements
  }

  /// The tags of a kind that have no end.
  private static func tags(_ name: String, in text: Substring) -> [Substring] {
    text.split(separator: "<").filter { $0.hasPrefix("\(name) ") }
      .map { $0.prefix { $0 != ">" } }
  }

  private static func attribute(_ name: String, in element: Substring) -> String? {
    let tag = element.prefix { $0 != ">" }
    guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
    return String(tag[start.upperBound...].prefix { $0 != "\"" })
      .replacing("&amp;", with: "&")
  }
}
