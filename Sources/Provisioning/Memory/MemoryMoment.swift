/// One moment of what a store holds in memory: a copy, which commits do not touch.
package actor MemoryMoment: StoreContents {
  package nonisolated let moment: StoreMoment
  private var memory: MemoryContents

  /// Creates a moment of `memory`. It costs nothing until the store is written to.
  package init(of memory: MemoryContents) {
    self.memory = memory
    moment = memory.moment
  }

  package func accounts(after id: Account.ID?, limit: Int) -> [Account] {
    memory.accounts(after: id, limit: limit)
  }

  package func links(after key: Identity.Key?, limit: Int) -> [Link] {
    memory.links(after: key, limit: limit)
  }

  package func sections(after key: Section.Key?, limit: Int) -> [Section] {
    memory.sections(of: nil, after: key, limit: limit)
  }

  package func assertions(in sections: [Section.Key]) -> [Enrollment.Assertion] {
    memory.assertions(in: sections)
  }

  package func entries(after revision: Revision?, limit: Int) -> [KeptEntry] {
    let start = revision.map { memory.place(of: Revision($0.number + 1)) } ?? 0
    return Array(memory.journal[start...].prefix(max(0, limit)))
  }

  package func records(after key: Record.Key?, limit: Int) -> [Record] {
    let sorted = memory.records.values.sorted { $0.key < $1.key }
    return Array(sorted.drop { record in key.map { record.key <= $0 } ?? false }.prefix(limit))
  }

  package func close() { memory = MemoryContents() }
}

extension MemoryContents {
  /// The moment after the newest entry.
  package var moment: StoreMoment {
    StoreMoment(revision: journal.last?.revision, entry: journal.last?.header.id)
  }
}

extension MemoryContents {
  /// Hands on all that it holds, in pieces, in the order of a copy.
  package func forEachPage(
    _ body: (ContentsPage.Rows) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    try pieces(of: tables.accounts.keys.sorted()) { keys throws(ProvisioningError) in
      try body(.accounts(keys.compactMap(tables.account)))
    }
    try pieces(of: tables.links.keys.sorted()) { keys throws(ProvisioningError) in
      try body(.links(keys.compactMap(tables.link)))
    }
    let sections = tables.sections.keys.sorted()
    try pieces(of: sections) { keys throws(ProvisioningError) in
      try body(.sections(keys.compactMap(tables.section)))
    }
    for section in sections {
      let members = (tables.keysOfSection[section] ?? []).sorted()
      try body(
        .assertions(members.compactMap { tables.assertion(EnrollmentKey(section, $0)) }))
    }
    try pieces(of: journal) { entries throws(ProvisioningError) in
      try body(.entries(Array(entries)))
    }
    try body(.records(records.values.sorted { $0.key < $1.key }))
  }

  private func pieces<Element>(
    of all: [Element], _ body: (ArraySlice<Element>) throws(ProvisioningError) -> Void
  ) throws(ProvisioningError) {
    var rest = all[...]
    while !rest.isEmpty {
      try body(rest.prefix(1000))
      rest = rest.dropFirst(1000)
    }
  }
}
