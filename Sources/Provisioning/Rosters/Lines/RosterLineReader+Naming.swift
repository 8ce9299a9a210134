extension RosterLineReader {
  /// What a line names that cannot be read otherwise; `nil` if it is no JSON. A line that might
  /// speak of anything names all sections, and with them everyone in them.
  func named(in line: JSONReader) -> RosterNote.Protected? {
    var check = line
    guard (try? check.skip()) != nil, (try? check.end()) != nil else { return nil }
    var reader = line
    var named: RosterNote.Protected?
    do throws(Fault) {
      try reader.object { reader, key throws(Fault) in
        let one: RosterNote.Protected
        switch key {
        case "person":
          one = try subject("subject", in: &reader).map { .person($0) } ?? .allPeople
        case "section", "enrollments":
          one = try subject("subject_id", in: &reader).map { .section($0) } ?? .allSections
        default:
          try reader.skip()
          one = .allSections
        }
        named = named == nil ? one : .allSections
      }
    } catch {
      return .allSections
    }
    return named ?? .allSections
  }

  /// The key whose subject the object has under `name`; `nil` if there is not exactly one.
  private func subject<Owner>(
    _ name: String, in reader: inout JSONReader
  ) throws(Fault) -> ProviderKey<Owner>? {
    let start = reader
    var found: ProviderKey<Owner>?
    do throws(Fault) {
      try reader.object { reader, key throws(Fault) in
        guard key == name else { return try reader.skip() }
        let subject: Identifier<Owner> = try reader.identifier()
        found = provider.map { ProviderKey($0, subject) }
      }
      return found
    } catch {
      reader = start
      try reader.skip()
      return nil
    }
  }
}
