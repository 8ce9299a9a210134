/// A person's name. Each part may be blank.
public struct CleverName: Hashable, Sendable, CustomStringConvertible {
  /// The given name.
  public let first: String?
  /// The middle name.
  public let middle: String?
  /// The family name; of a contact, the whole name.
  public let last: String?

  /// Creates a name.
  public init(first: String? = nil, middle: String? = nil, last: String? = nil) {
    self.first = first
    self.middle = middle
    self.last = last
  }

  /// Reads the field `name`. A contact's is one text below v3.0.
  init(in fields: RecordFields) {
    if let whole = fields.text("name") {
      self.init(last: whole)
    } else {
      let name = fields.object("name")
      self.init(
        first: name?.text("first"), middle: name?.text("middle"), last: name?.text("last"))
    }
  }

  /// Says nothing of the person.
  public var description: String { "CleverName(…)" }
}
