/// A class.
public struct Section: Hashable, Sendable {
  /// The provider and its identifier of the section.
  public typealias Key = ProviderKey<Section>

  /// Which section this is.
  public let key: Key
  /// What is stored of it.
  public var state: State
  /// The journal entry that last wrote the section.
  public let revision: Revision

  /// Creates a section; stores do.
  public init(key: Key, state: State, revision: Revision) {
    self.key = key
    self.state = state
    self.revision = revision
  }

  /// The section: what the provider asserts, under the edits of the app or a person.
  public var details: Details { state.local.applied(to: state.asserted) }
  /// Whether the provider still lists it.
  public var status: Status { state.status }

  /// Whether the provider still lists the section. A section is never deleted.
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case active
    case archived
  }

  /// What is stored of a section.
  public struct State: Hashable, Sendable {
    /// Whether the provider still lists it.
    public var status: Status
    /// What the provider last asserted.
    public var asserted: Details
    /// Fields that the app or a person set: a section renamed in the app stays renamed.
    public var local: LocalEdits<Details>

    /// Creates a state.
    public init(
      status: Status = .active, asserted: Details, local: LocalEdits<Details> = LocalEdits()
    ) {
      self.status = status
      self.asserted = asserted
      self.local = local
    }
  }

  /// What a provider says of a section. Every field may be blank.
  public struct Details: FieldedRecord {
    /// What the section is called.
    public var name: String?
    /// The school's number for it.
    public var sectionNumber: String?
    /// The subject, in the provider's vocabulary.
    public var subject: String?
    /// The grade, in the provider's vocabulary.
    public var grade: String?
    /// The course's name.
    public var course: String?
    /// The course's number.
    public var courseNumber: String?
    /// The period.
    public var period: String?
    /// The school's identifier.
    public var school: String?
    /// The district's identifier.
    public var district: String?
    /// The term's name.
    public var term: String?
    /// The term's first day as `yyyy-mm-dd`.
    public var termStart: String?
    /// The term's last day as `yyyy-mm-dd`.
    public var termEnd: String?

    /// Creates blank details.
    public init() {}

    /// A section's fields.
    public enum Field: String, CaseIterable, Hashable, Sendable {
      case name
      case sectionNumber = "section_number"
      case subject, grade, course
      case courseNumber = "course_number"
      case period, school, district, term
      case termStart = "term_start"
      case termEnd = "term_end"
    }

    public subscript(field: Field) -> [String] {
      get { self[keyPath: Self.path(field)].map { [$0] } ?? [] }
      set { self[keyPath: Self.path(field)] = newValue.first }
    }

    private static func path(_ field: Field) -> WritableKeyPath<Details, String?> {
      switch field {
      case .name: \.name
      case .sectionNumber: \.sectionNumber
      case .subject: \.subject
      case .grade: \.grade
      case .course: \.course
      case .courseNumber: \.courseNumber
      case .period: \.period
      case .school: \.school
      case .district: \.district
      case .term: \.term
      case .termStart: \.termStart
      case .termEnd: \.termEnd
      }
    }
  }
}
