import Provisioning

/// A page of a list: its records, each read by itself, and where the list goes on.
struct CleverPage<Record: Sendable>: Sendable {
  let records: [Result<Record, UnreadRecord>]
  /// The link to the next page, as it was given; `nil` on the last one.
  let next: String?
  /// The body's size in bytes.
  let bytes: Int
}

/// A record that cannot be used, while the rest of its page can.
struct UnreadRecord: Error, Hashable, Sendable {
  /// Whose record it is, where that can be read.
  let id: CleverID?
  let kind: CleverRecordFault.Kind
  /// The way to the field within the record, such as `roles.teacher.legacy_id`.
  let field: String

  /// What is wrong with the field.
  var reason: String {
    kind == .missing ? "It is missing or blank." : "It holds something else than it should."
  }
}

/// Whether a list's links must be there.
enum LinksRule {
  /// A page that lost them must not pass for the last one.
  case needed
  /// Answers to a user's token are whole, and need not have any.
  case optional
}

extension CleverPage {
  /// Reads the body of an answer. What is wrong with one record is that record's alone; what is
  /// wrong with the page, its links included, is thrown.
  init(
    _ body: [UInt8], of endpoint: CleverEndpoint, links: LinksRule,
    _ take: @escaping (RecordFields) throws -> Record
  ) throws(CleverRecordFault) {
    let bytes = body.count
    self = try endpoint.read(body) { answer in
      let next = try answer.nextLink(links)
      let records = try answer.requiredList("data") { element in
        Result(element?.object("data"), in: "data", take)
      }
      return CleverPage(records: records, next: next, bytes: bytes)
    }
  }

}

extension Result where Failure == UnreadRecord {
  /// Reads a record that a page has in `field`. What is wrong with it is its own.
  init(
    _ record: RecordFields?, in field: String, _ take: (RecordFields) throws -> Success
  ) {
    guard let record else {
      self = .failure(UnreadRecord(id: nil, kind: .unusable, field: field))
      return
    }
    do {
      self = .success(try take(record))
    } catch {
      let fault = error as? FieldFault ?? FieldFault(.unusable)
      // The way begins with the record's place on the page, `data[3].data.`.
      let field = fault.field.split(separator: ".").dropFirst(2).joined(separator: ".")
      self = .failure(UnreadRecord(id: try? record.id("id"), kind: fault.kind, field: field))
    }
  }
}

extension RecordFields {
  /// Where the list goes on; `nil` where it ends. Links that cannot be read are a fault, since a
  /// list that seems to end early would make what it leaves out seem to be gone.
  fileprivate func nextLink(_ rule: LinksRule) throws -> String? {
    if rule == .optional, !names.contains("links") { return nil }
    let links = try requiredList("links") { link -> String? in
      guard let link else { throw fault(.unusable, "links") }
      guard try link.requiredText("rel") == "next" else { return nil }
      return try link.requiredText("uri")
    }
    let next = links.compactMap { $0 }.withoutRepeats
    guard next.count <= 1 else { throw fault(.unusable, "links") }
    return next.first
  }
}
