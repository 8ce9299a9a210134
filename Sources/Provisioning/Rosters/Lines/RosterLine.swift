/// One line of a roster as ``RosterText`` writes it.
public enum RosterLine: Hashable, Sendable {
  /// A person, in a section or in none.
  case person(Identity)
  /// A section with all of its members. `people` are those members whom the line gives in full, in
  /// the order of the members; the others are given on other lines.
  case section(RosterSection, people: [Identity] = [])
  /// What a listing of changes names as gone.
  case departed(Departure)
  /// What could not be taken, or only in part.
  case note(RosterNote)

  /// What has gone.
  public enum Departure: Hashable, Sendable {
    /// A person.
    case person(Identity.Key)
    /// A section.
    case section(Section.Key)
    /// A person from a section.
    case member(EnrollmentKey)
  }

  /// What is wrong with a line. It quotes nothing but the names of keys: a line's texts are
  /// personal data.
  public struct Fault: Error, Hashable, Sendable {
    /// The way to what is at fault, such as `section.members[3].role`; blank for the whole line.
    public private(set) var field: String
    /// What is wrong, in a sentence.
    public let reason: String

    /// Creates a fault of a field, or of the whole line.
    public init(_ reason: String, field: String = "") {
      self.field = field
      self.reason = reason
    }

    /// The fault, seen from the object in which `key` leads to it. A key that looks like no name
    /// may be anything, so it is not told.
    func within(_ key: String) -> Fault {
      let name = key.isFieldName ? key : "?"
      var fault = self
      fault.field = field.isEmpty || field.hasPrefix("[") ? name + field : "\(name).\(field)"
      return fault
    }

    /// The fault, seen from the list in which it is in the element at `index`.
    func within(_ index: Int) -> Fault {
      var fault = self
      fault.field = "[\(index)]" + (field.isEmpty ? "" : ".\(field)")
      return fault
    }
  }
}

extension RosterLine.Fault {
  /// The line is no JSON.
  static let notJSON = Self("It is no JSON, or not all of it.")
  /// The key is none of those that may stand there.
  static let unknownKey = Self("There is no such key here.")
}

extension String {
  fileprivate var isFieldName: Bool {
    (1...32).contains(utf8.count)
      && utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
