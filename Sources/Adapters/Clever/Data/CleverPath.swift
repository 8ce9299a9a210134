import Provisioning
import ProvisioningHTTP

/// Where a page of one list stands: a path behind the data's host, with a query.
struct CleverPath: Hashable, Sendable {
  /// Path and query.
  let target: String

  /// The list's own path, without a query.
  var path: Substring { target.prefix { $0 != "?" } }

  /// The first page of a list; `query` is blank or as it stands behind the question mark.
  init(_ path: String, query: String = "") {
    target = query.isEmpty ? path : "\(path)?\(query)"
  }

  /// The page that a link of this one leads to: another page of the same list at the same host.
  ///
  /// The token goes wherever this leads, so whatever else a link says is no link.
  func following(_ link: String, at hosts: CleverHosts) -> CleverPath? {
    var text = link
    if let base = HTTPAddress(hosts.data), let address = HTTPAddress(link) {
      guard address.description == base.description, address.target.hasPrefix(base.target) else {
        return nil
      }
      text = String(address.target.dropFirst(base.target.count))
    }
    let next = CleverPath(text)
    guard next.path == path, HTTPAddress(hosts.data + text) != nil else { return nil }
    return next
  }

  /// The ID after which the page begins, if the query has one.
  var startingAfter: String? { self["starting_after"] }

  /// The page behind this one, whose records have those IDs, where it names no next but has as many
  /// as were asked for: it may be the last one, or have lost its link.
  func behind(full ids: [CleverID?]) -> CleverPath? {
    guard let limit = self["limit"], let size = Int(limit), ids.count >= size,
      case let last?? = ids.last
    else { return nil }
    return CleverPath(String(path), query: "limit=\(limit)&starting_after=\(last)")
  }

  private subscript(name: String) -> String? {
    for field in target.dropFirst(path.count + 1).split(separator: "&") {
      let parts = field.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0] == name { return String(parts[1]) }
    }
    return nil
  }
}
