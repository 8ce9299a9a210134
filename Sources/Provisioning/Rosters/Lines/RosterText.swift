/// The one form of a roster as text: JSON Lines, one person, section or note a line.
///
/// A roster file, what a program prints, and the pages that are kept while an import is held are
/// all written so. Keys are those of the model's fields. The form is strict: an unknown key or
/// word, a key that stands twice, a number in place of a text are errors that name the field. Texts
/// are kept byte by byte.
///
/// ```
/// {"person":{"subject":"q-1","role":"student","name":{"given":"Quill","family":"Fenfield"}}}
///
/// {"section":{"subject_id":"7","name":"Pottery","members":[{"subject":"q-1","enrollment_role":"student"}]}}
/// ```
public struct RosterText: Hashable, Sendable {
  /// Whose roster it is. Lines name subjects alone: all keys are this provider's.
  public let provider: ProviderName

  /// Creates the text form of a provider's rosters.
  public init(of provider: ProviderName) { self.provider = provider }

  /// All of `page` but where the listing goes on. Throws `invalid` if a key is another provider's,
  /// or a text holds a NUL. Complexity: O(size of the text).
  public func encode(_ page: RosterPage) throws(ProvisioningError) -> String {
    var writer = RosterLineWriter(provider: provider)
    for line in page.lines { try writer.write(line) }
    return writer.text
  }

  /// The line, with its line end. Throws `invalid` where ``encode(_:)-(RosterPage)`` does, and if
  /// `people` of a section are not among its members, in their order.
  public func encode(_ line: RosterLine) throws(ProvisioningError) -> String {
    var writer = RosterLineWriter(provider: provider)
    try writer.write(line)
    return writer.text
  }

  /// Reads a page back; ``RosterPage/next`` is `nil`. Blank lines are passed over. Throws `invalid`
  /// with the line and the field at fault.
  public func decode(_ text: String) throws(ProvisioningError) -> RosterPage {
    var page = RosterPage()
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() where !bytes.allSatisfy(\.isJSONSpace) {
      do throws(RosterLine.Fault) {
        page.append(try decode(line: Array(bytes)))
      } catch {
        throw error.asError(
          "A roster's text cannot be read.", line: number + 1,
          remedy: "Write it again, one JSON object a line.")
      }
    }
    return page
  }

  /// Reads a line; a line end behind it does not matter.
  public func decode(line: [UInt8]) throws(RosterLine.Fault) -> RosterLine {
    try RosterLineReader(provider: provider).line(JSONReader(line))
  }

  /// What a line speaks of that cannot be read otherwise: the person or section that it names, or
  /// all that it might have named. `nil` if the line is no JSON.
  public func named(in line: [UInt8]) -> RosterNote.Protected? {
    RosterLineReader(provider: provider).named(in: JSONReader(line))
  }

  /// Reads an identity that stands by itself: a person's object with the further key `provider`.
  /// Throws `invalid` with the field at fault.
  public static func identity(in json: [UInt8]) throws(ProvisioningError) -> Identity {
    do throws(RosterLine.Fault) {
      var reader = JSONReader(json)
      let identity = try RosterLineReader(provider: nil).person(&reader)
      try reader.end()
      return identity
    } catch {
      throw error.asError(
        "The identity cannot be used.", line: nil, remedy: "See 'linkctl sign-in --help'.")
    }
  }

  /// Reads a person whom no provider asserts: a person's object without subject. Throws `invalid`
  /// with the field at fault.
  public static func profile(in json: [UInt8]) throws(ProvisioningError) -> Profile {
    do throws(RosterLine.Fault) {
      var reader = JSONReader(json)
      let profile = try RosterLineReader(provider: nil).profile(&reader)
      try reader.end()
      return profile
    } catch {
      throw error.asError(
        "The profile cannot be used.", line: nil, remedy: "See 'linkctl account create --help'.")
    }
  }
}

extension RosterLine.Fault {
  fileprivate func asError(
    _ problem: String, line: Int?, remedy: String
  ) -> ProvisioningError {
    let place = [line.map { "line \($0)" }, field.isEmpty ? nil : field].compactMap { $0 }
    return ProvisioningError(
      .invalid, problem,
      reason: place.isEmpty ? reason : "At \(place.joined(separator: ", ")): \(reason)",
      remedy: remedy)
  }
}

extension UInt8 {
  /// Whether JSON takes the byte for white space.
  var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension RosterPage {
  fileprivate var lines: [RosterLine] {
    people.map { .person($0) } + sections.map { .section($0) }
      + departures.people.map { .departed(.person($0)) }
      + departures.sections.map { .departed(.section($0)) }
      + departures.members.map { .departed(.member($0)) } + notes.map { .note($0) }
  }

  fileprivate mutating func append(_ line: RosterLine) {
    switch line {
    case .person(let identity): people.append(identity)
    case .section(let section, let people):
      self.people += people
      sections.append(section)
    case .departed(.person(let key)): departures.people.append(key)
    case .departed(.section(let key)): departures.sections.append(key)
    case .departed(.member(let key)): departures.members.append(key)
    case .note(let note): notes.append(note)
    }
  }
}
