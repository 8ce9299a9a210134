import Hummingbird

/// What a request asks for of a list.
struct PageQuery {
  /// How many records a page has at most.
  static let largest = 10_000

  let limit: Int
  let after: String?
  let before: String?
  let counts: Bool

  init(_ form: Form) throws(Refusal) {
    limit =
      try form["limit"].map { text throws(Refusal) in
        guard let limit = Int(text), limit > 0 else { throw .unusable }
        guard limit <= Self.largest else { throw .tooLarge }
        return limit
      } ?? 100
    after = form["starting_after"]
    before = form["ending_before"]
    counts = form["count"] == "true"
  }

  enum Refusal: Error {
    case unusable, tooLarge

    var response: Response {
      switch self {
      case .unusable: .json(["message": "Bad request: limit is no number of records"], status: 400)
      case .tooLarge:
        .json(["message": "limit may be \(PageQuery.largest) at most"], status: 413)
      }
    }
  }
}

/// A list in ascending order of IDs, of which one page is asked for.
struct Listing<Item: Identifiable & Sendable> where Item.ID == String {
  let items: [Item]
  /// The request's path, and its query as it was sent.
  let path: String
  let query: String?
  /// What is to go wrong with the page.
  var fault: Fault?

  private var form: Form { Form(encoded: query ?? "") }

  /// The page. Complexity: O(page), and O(log n) to find it.
  func answer(_ shape: (Item) -> JSON) -> Response {
    let asked: PageQuery
    do {
      asked = try PageQuery(form)
    } catch {
      return error.response
    }
    let page =
      fault?.moved(range(of: asked), within: items.count, by: asked.limit) ?? range(of: asked)
    let shown = fault?.changed(page, within: items.count) ?? page
    let records = shown.map { shape(items[$0]) }
    var answer: JSON = [
      "data": .array(fault?.poisoned(records) ?? records), "links": .array(links(of: page)),
    ]
    if asked.counts { answer = answer.adding(["count": .int(items.count)]) }
    return .json(answer)
  }

  /// All, as to tokens with which there are no pages.
  func whole(_ shape: (Item) -> JSON) -> Response {
    .json(["data": .array(items.map(shape)), "links": [link("self", own)]])
  }

  private func range(of asked: PageQuery) -> Range<Int> {
    if let before = asked.before {
      let end = items.firstPlace { $0 >= before }
      return max(0, end - asked.limit)..<end
    }
    let start = asked.after.map { after in items.firstPlace { $0 > after } } ?? 0
    return start..<min(start + asked.limit, items.count)
  }

  /// The way here, as it was asked for.
  private var own: String { query.map { "\(path)?\($0)" } ?? path }

  private func links(of page: Range<Int>) -> [JSON] {
    var links = [link("self", own)]
    if !page.isEmpty, page.lowerBound > 0 {
      links.append(link("prev", neighbour("ending_before", items[page.lowerBound].id)))
    }
    guard !page.isEmpty, page.upperBound < items.count || fault?.kind.makesNext == true else {
      return links
    }
    let next = neighbour("starting_after", items[page.upperBound - 1].id)
    if let next = fault.map({ $0.next(next, own: own, first: path) }) ?? next {
      links.append(link("next", next))
    }
    return links
  }

  /// The same list from elsewhere on: paging parameters come behind all others.
  private func neighbour(_ name: String, _ id: String) -> String {
    "\(path)?"
      + form.without("starting_after").without("ending_before").adding(name, id).encoded
  }
}
