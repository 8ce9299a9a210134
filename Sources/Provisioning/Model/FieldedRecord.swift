/// A record that can be read and written field by field, each field as a list of texts.
///
/// An empty list is a blank field. This one form serves everything that handles fields alike:
/// local edits, the journal's changed columns, and the canonical dump.
public protocol FieldedRecord: Hashable, Sendable {
  /// The fields, in the order in which they are printed.
  associatedtype Field: RawRepresentable<String>, CaseIterable, Hashable, Sendable

  /// Creates a record whose fields are all blank.
  init()

  /// The texts of `field`; an empty list is a blank field.
  subscript(field: Field) -> [String] { get set }
}

extension FieldedRecord {
  /// Takes from `other` what is blank here.
  package mutating func fillBlanks(from other: Self) {
    for field in Field.allCases where self[field].isEmpty { self[field] = other[field] }
  }
}

/// The fields of a record that the app or a person set: they stand over what a provider asserts
/// until they are released.
public struct LocalEdits<Fields: FieldedRecord>: Hashable, Sendable {
  /// The edited fields; an empty list is a field that was emptied on purpose.
  public var values: [Fields.Field: [String]]

  /// Creates edits from field values.
  public init(_ values: [Fields.Field: [String]] = [:]) { self.values = values }

  /// Whether no field is edited.
  public var isEmpty: Bool { values.isEmpty }

  /// Returns `asserted` with the edited fields in place of what it says.
  public func applied(to asserted: Fields) -> Fields {
    var record = asserted
    for (field, texts) in values { record[field] = texts }
    return record
  }
}
