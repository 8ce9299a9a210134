public import Provisioning

/// Reads the sections that one teacher shares in the Library, and their students, with her own token.
///
/// Her token takes no paging parameters, and what it may read is only what she has consented to. Other
/// teachers whom a section names are in it if they are known already; else they join when they sign
/// in themselves.
public struct CleverTeacherImporter: SectionImporter {
  public var provider: ProviderName { .clever }
  public var scope: RosterScope { .teacher(teacher.personKey) }
  public var blanks: RosterBlanks { .untold }

  private let data: CleverData
  private let teacher: CleverID
  private let sharing: Sharing

  /// Creates an importer for the teacher whose token `data` has. `teacher` is her ID in the version
  /// that is asked.
  public init(_ data: CleverData, teacher: CleverID, sharing: Sharing = .teacher) {
    self.data = data
    self.teacher = teacher
    self.sharing = sharing
  }

  public func fingerprint() async throws(ProvisioningError) -> String? { nil }

  /// How many sections' students are asked for at once: she waits for the answer.
  private static let atOnce = 4

  /// Everything on one page: a teacher has some classes, not thousands.
  public func page(after cursor: PageCursor?) async throws(ProvisioningError) -> RosterPage {
    let people: CleverPeople = data.version.hasRecordsByType ? .teachers : .users
    let endpoint = CleverEndpoint.sectionsOf(people)
    let list = data.sections(
      endpoint, "/\(people.rawValue)/\(teacher)/sections", links: .optional)
    // What a teacher shares names neither; of a district's token a blank would erase them.
    let catalog =
      sharing == .district ? try await CleverCatalog(data, query: "limit=1000") : nil
    let records = try await list.all()
    let members = try await eachAtOnce(
      of: records.compactMap { try? $0.get() }, atMost: Self.atOnce
    ) { section throws(ProvisioningError) in try await students(of: section).all() }
    var lists = members[...]
    var page = RosterPage(notes: catalog?.notes ?? [])
    var met: Set<CleverID> = []
    for (index, record) in records.enumerated() {
      let at = RecordPlace(endpoint: endpoint, number: index + 1)
      switch record {
      case .failure(let unread): page.notes.append(at.rejected(section: unread))
      case .success(let section):
        page.notes += at.unread(section, missingToo: false)
        let students = add(lists.removeFirst(), to: &page, &met)
        page.sections.append(hers(section.listed(catalog, further: students)))
      }
    }
    return page
  }

  private func students(of section: CleverSection) -> CleverList<CleverPerson> {
    let isByType = data.version.hasRecordsByType
    return data.people(
      collection, .membersOfSection(collection), "/sections/\(section.id)/\(collection.rawValue)",
      query: isByType ? "" : "role=student", links: .optional)
  }

  private var collection: CleverPeople { data.version.hasRecordsByType ? .students : .users }

  /// The students of a section's list; those who were not met before are added to the page.
  private func add(
    _ records: [Result<CleverPerson, UnreadRecord>], to page: inout RosterPage,
    _ met: inout Set<CleverID>
  ) -> [CleverID] {
    var students: [CleverID] = []
    for (index, record) in records.enumerated() {
      let at = RecordPlace(endpoint: .membersOfSection(collection), number: index + 1)
      switch record {
      case .failure(let unread): page.notes.append(at.rejected(person: unread))
      case .success(let person):
        guard person.roles.contains(where: { $0.role == .student }) else { continue }
        students.append(person.id)
        if met.insert(person.id).inserted {
          page.people.append(person.identity(sharing: sharing))
        }
      }
    }
    return students
  }

  /// A section of hers has her in it, whether it names her or not.
  private func hers(_ section: RosterSection) -> RosterSection {
    guard !section.members.contains(where: { $0.key == teacher.personKey }) else { return section }
    var section = section
    let isLed = section.members.contains { $0.role == .primaryTeacher }
    section.members.append(
      RosterSection.Member(teacher.personKey, isLed ? .coTeacher : .primaryTeacher))
    return section
  }
}
