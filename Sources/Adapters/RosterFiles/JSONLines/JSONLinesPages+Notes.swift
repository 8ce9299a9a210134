import Provisioning

extension JSONLinesPages {
  /// The note, made from the line that it is of.
  func note(
    _ note: JSONLinesListing.Note, _ reader: inout LinesAgain
  ) throws(ProvisioningError) -> RosterNote {
    let line = try reader.line(at: note.offset)
    switch (note.cause, line) {
    case (.unusable, .failure(let fault)):
      let protected = try reader.named(at: note.offset)
      return self.note(
        .rejected(protecting: protected), note, field: fault.field, fault.reason)
    case (.given, .success(.note(let given))): return given
    case (.repeatedSection, .success(.section(let section, _))):
      return self.note(
        .rejected(protecting: .section(section.key)), note, field: "section.subject_id",
        "An earlier line has the same section; that line counts.")
    case (.repeatedMember(let index), .success(.section)):
      return self.note(
        .warning(protecting: .nothing), note, field: "section.members[\(index)].subject",
        "The section has the same member already; that one counts.")
    case (.unlistedMember(let index), .success(.section(let section, _)))
    where index < section.members.count:
      let member = section.members[Int(index)].key
      return self.note(
        .rejected(protecting: .enrollment(section.key, member)), note,
        field: "section.members[\(index)].subject", "No line gives this person in full.")
    case (.value(let field, let fault, let member), .success):
      let person = member.map { "section.members[\($0)]" } ?? "person"
      let key = Profile.nameParts.contains(field) ? "name.\(field.rawValue)" : field.rawValue
      return self.note(
        .warning(protecting: .nothing), note, field: "\(person).\(key)", fault.reason)
    case (.detail(let field, let fault), .success):
      return self.note(
        .warning(protecting: .nothing), note, field: "section.\(field.rawValue)", fault.reason)
    default: throw .changedFile(file.name)
    }
  }

  private func note(
    _ kind: RosterNote.Kind, _ note: JSONLinesListing.Note, field: String, _ reason: String
  ) -> RosterNote {
    RosterNote(kind, file: file.name, line: Int(note.line), field: field, reason: reason)
  }
}

extension Profile {
  fileprivate static let nameParts: Set<Field> = [.given, .middle, .family]
}
