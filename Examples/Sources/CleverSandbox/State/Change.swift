/// Something that becomes different in a district while the sandbox runs.
struct Change: ControlBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case change, id, kind, values, users, fields
  }

  enum Kind: String, Choice, Sendable {
    /// The record gets `values`.
    case set
    /// The district gets a new record of a `kind`, with `values`.
    case add
    /// The record is no longer listed; it comes back.
    case remove, restore
    /// `users` come into the section, in their roles; they leave it.
    case join, leave
    /// The district stops sharing `fields` of a `kind` of records; it shares them again.
    case hide, show
  }

  /// What a field is set to: a text, or a list of IDs.
  enum Value: Decodable, Sendable {
    case text(String)
    case list([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([String].self))
      }
    }
  }

  let change: Kind
  /// What becomes different, by any of its IDs.
  let id: String
  /// By its name up to v2.1.
  var kind: String?
  var values: [String: Value]?
  var users: [String]?
  var fields: Set<String>?
}
