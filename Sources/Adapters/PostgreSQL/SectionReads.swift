#if PostgreSQL
import Provisioning

extension Read where Answer == [Section] {
  static func sections(_ keys: some Collection<Section.Key>) -> Read {
    Read(each: .sectionsByKey, { $0.addTexts(Array(Set(keys)), \.stored) }, section)
  }

  static func sections(
    of provider: ProviderName?, after key: Section.Key?, limit: Int
  ) -> Read {
    guard let provider else {
      return Read(
        each: .sectionsAfter,
        {
          $0.add(key?.stored ?? "")
          $0.add(Int64(max(0, limit)))
        }, section)
    }
    return Read(
      each: .sectionsOfProvider,
      {
        // A key begins with its provider's name and a space, before which only the mark for the end
        // of a text sorts, and behind which the exclamation mark does.
        $0.add(max(key?.stored ?? "", "\(provider.rawValue) "))
        $0.add("\(provider.rawValue)!")
        $0.add(Int64(max(0, limit)))
      }, section)
  }

  private static let section: @Sendable (inout Row) throws(ProvisioningError) -> Section = {
    row throws(ProvisioningError) in
    let key: Section.Key = try row.key()
    let status: Section.Status = try row.word()
    let local: LocalEdits<Section.Details> = try row.localEdits()
    let revision = try row.revision()
    var details = Section.Details()
    for field in Section.Details.Field.allCases {
      details[field] = row.optionalText().map { [$0] } ?? []
    }
    let state = Section.State(status: status, asserted: details, local: local)
    return Section(key: key, state: state, revision: revision)
  }
}

extension Read where Answer == [Enrollment.Assertion] {
  static func assertions(_ keys: [EnrollmentKey]) -> Read {
    Read(
      each: .assertionsByKey,
      {
        $0.addTexts(keys) { $0.section.stored }
        $0.addTexts(keys) { $0.key.stored }
      }, assertion)
  }

  static func assertions(in sections: some Collection<Section.Key>) -> Read {
    Read(each: .assertionsIn, { $0.addTexts(Array(Set(sections)), \.stored) }, assertion)
  }

  static func assertions(by keys: some Collection<Identity.Key>) -> Read {
    Read(each: .assertionsBy, { $0.addTexts(Array(Set(keys)), \.stored) }, assertion)
  }

  private static let assertion:
    @Sendable (inout Row) throws(ProvisioningError) -> Enrollment.Assertion = {
      row throws(ProvisioningError) in
      Enrollment.Assertion(
        section: try row.key(), key: try row.key(),
        state: Enrollment.State(role: try row.word(), status: try row.word()),
        revision: try row.revision())
    }
}

extension Query {
  static let sectionReads: [Query] = [sectionsByKey, sectionsAfter, sectionsOfProvider]
  static let assertionReads: [Query] = [assertionsByKey, assertionsIn, assertionsBy]

  static let detailColumns = Section.Details.Field.allCases.map(\.rawValue)

  private static let sections =
    "SELECT key, status, local, revision, \(detailColumns.joined(separator: ", ")) FROM section"
  static let sectionsByKey = Query("sections_by_key", "\(sections) WHERE key = ANY($1::text[])")
  static let sectionsAfter = Query(
    "sections_after", "\(sections) WHERE key > $1::text ORDER BY key LIMIT $2::int8")
  static let sectionsOfProvider = Query(
    "sections_of_provider",
    "\(sections) WHERE key > $1::text AND key < $2::text ORDER BY key LIMIT $3::int8")

  private static let assertions =
    "SELECT e.section, e.link, e.role, e.status, e.revision FROM assertion e"
  static let assertionsByKey = Query(
    "assertions_by_key",
    """
    \(assertions) JOIN unnest($1::text[], $2::text[]) AS v (section, link)
      ON e.section = v.section AND e.link = v.link
    """)
  static let assertionsIn = Query(
    "assertions_in", "\(assertions) WHERE e.section = ANY($1::text[])")
  static let assertionsBy = Query("assertions_by", "\(assertions) WHERE e.link = ANY($1::text[])")
}
#endif
