/// The rows that an entry changed, as they stand now.
struct UndoRows {
  var accounts: [Account.ID: Account] = [:]
  var links: [Identity.Key: Link] = [:]
  var sections: [Section.Key: Section] = [:]
  var enrollments: [EnrollmentKey: Enrollment.Assertion] = [:]
  private let wanted: [JournaledChange.Row]

  init(of changes: [JournaledChange], in reader: any AccountReader) async throws(ProvisioningError)
  {
    wanted = changes.map(\.row)
    var (ids, keys, sectionKeys) = ([Account.ID](), [Identity.Key](), [Section.Key]())
    var rosters: Set<Section.Key> = []
    for row in wanted {
      switch row {
      case .account(let id): ids.append(id)
      case .link(let key): keys.append(key)
      case .section(let key): sectionKeys.append(key)
      case .enrollment(let key): rosters.insert(key.section)
      }
    }
    for account in try await reader.accounts(ids) { accounts[account.id] = account }
    for link in try await reader.links(keys) { links[link.key] = link }
    for section in try await reader.sections(sectionKeys) { sections[section.key] = section }
    for assertion in try await reader.assertions(in: Array(rosters)) {
      enrollments[EnrollmentKey(assertion.section, assertion.key)] = assertion
    }
  }

  func note(in draft: inout Draft) {
    for account in accounts.values { draft.note(account) }
    for row in wanted {
      switch row {
      case .link(let key): draft.note(links[key], at: key)
      case .section(let key): draft.note(sections[key], at: key)
      case .account, .enrollment: break
      }
    }
  }
}
