import Provisioning

extension Session {
  func assertions(
    in sections: [Section.Key]
  ) throws(ProvisioningError) -> [Enrollment.Assertion] {
    var found: [Enrollment.Assertion] = []
    try reading { () throws(ProvisioningError) in
      try forEachKey(sections) { key throws(ProvisioningError) in
        guard let section = try number(of: key) else { return }
        try forEachRow(.assertionsIn, bind: { $0.bind(section) }) {
          row throws(ProvisioningError) in
          let identity = try identityKey(from: &row)
          found.append(try row.assertion(in: key, by: identity))
        }
      }
    }
    return found
  }

  func assertions(
    by keys: [Identity.Key]
  ) throws(ProvisioningError) -> [Enrollment.Assertion] {
    var found: [Enrollment.Assertion] = []
    try reading { () throws(ProvisioningError) in
      try forEachKey(keys) { key throws(ProvisioningError) in
        guard let link = try number(of: key) else { return }
        try forEachRow(.assertionsBy, bind: { $0.bind(link) }) { row throws(ProvisioningError) in
          let provider = try provider(row.integer())
          let section = Section.Key(provider, try row.identifier())
          found.append(try row.assertion(in: section, by: key))
        }
      }
    }
    return found
  }
}

extension Row {
  fileprivate mutating func assertion(
    in section: Section.Key, by key: Identity.Key
  ) throws(ProvisioningError) -> Enrollment.Assertion {
    let role = try EnrollmentRole(code: integer())
    let status = try Enrollment.Status(code: integer())
    return Enrollment.Assertion(
      section: section, key: key, state: Enrollment.State(role: role, status: status),
      revision: Revision(integer()))
  }
}

extension Query {
  static let assertionsIn = Query(
    """
    SELECT l.provider, l.subject, e.role, e.status, e.revision
    FROM assertion e JOIN link l ON l.number = e.link WHERE e.section = ?
    """)
  static let assertionsBy = Query(
    """
    SELECT s.provider, s.id, e.role, e.status, e.revision
    FROM assertion e JOIN section s ON s.number = e.section WHERE e.link = ?
    """)
}
