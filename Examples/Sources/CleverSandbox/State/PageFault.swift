/// What goes wrong with the pages of lists.
extension Fault {
  /// Another page than the one that was asked for, and the links of that.
  func moved(_ page: Range<Int>, within count: Int, by limit: Int) -> Range<Int> {
    guard kind == .skip, page.upperBound < count else { return page }
    return page.upperBound..<min(page.upperBound + limit, count)
  }

  /// Other records than those of the page, under the page's own links.
  func changed(_ page: Range<Int>, within count: Int) -> Range<Int> {
    switch kind {
    case .repeat where page.lowerBound > 0:
      max(0, page.lowerBound - page.count)..<page.lowerBound
    case .without where !page.isEmpty: page.dropLast()
    case .again where page.lowerBound > 0: (page.lowerBound - 1)..<page.upperBound
    default: page
    }
  }

  /// The records, the first of them with something else in a field, or without it.
  func poisoned(_ records: [JSON]) -> [JSON] {
    guard kind == .poison || kind == .lack, !records.isEmpty else { return records }
    let path = ["data"] + (field ?? "id").split(separator: ".").map(String.init)
    var records = records
    records[0] = records[0].setting(path[...], to: kind == .lack ? nil : value ?? 7)
    return records
  }

  /// Where the link to the next page leads; `nil` if there is none.
  func next(_ next: String, own: String, first: String) -> String? {
    switch kind {
    case .loop: own
    case .back: first
    case .elsewhere: "https://elsewhere.example.org\(next)"
    case .last: nil
    default: next
    }
  }
}

extension JSON {
  /// The object with something else at a path, or nothing.
  fileprivate func setting(_ path: ArraySlice<String>, to value: JSON?) -> JSON {
    guard let name = path.first else { return value ?? self }
    guard case .object(var members) = self else { return self }
    members[name] =
      path.count > 1 ? members[name]?.setting(path.dropFirst(), to: value) : value
    return .object(members)
  }
}

extension Fault.Kind {
  /// Whether the page is made by what lists pages.
  var isOfPages: Bool {
    switch self {
    case .loop, .back, .elsewhere, .last, .skip, .repeat, .without, .again, .poison,
      .lack:
      true
    case .status, .delay, .cut, .html, .lost, .drip, .json: false
    }
  }

  /// Whether also the last page leads on.
  var makesNext: Bool { self == .loop || self == .back }
}
