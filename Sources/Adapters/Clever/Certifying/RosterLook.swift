import Provisioning

/// Looks in a store at the people of a roster whom Clever asks about.
struct RosterLook: Sendable {
  let roster: ListedRoster
  let store: any AccountStore
  let teacher: Identity?

  /// Everybody who was listed.
  var people: [Identity] { [teacher].compactMap { $0 } + roster.page.people }

  func findings() async throws(ProvisioningError) -> [Finding] {
    let (taught, learnt) = (roster.sections(teaching: true), roster.sections(teaching: false))
    return [
      try await teacherWithoutSections(taught), try await tenSections(taught),
      try await hundredStudents(taught), try await names(), try await studentWithoutEmail(),
      try await coTeacher(), try await severalTeachers(learnt),
    ]
  }

  // MARK: Teachers

  private func teacherWithoutSections(
    _ taught: [Identity.Key: [RosterSection]]
  ) async throws(ProvisioningError) -> Finding {
    let check = "teacher_without_sections"
    let found = people.first { $0.profile.roles.contains(.teacher) && taught[$0.key] == nil }
    guard let found else { return .nobody(check, "Every teacher who is shared has sections.") }
    let hers = try await store.assertions(by: [found.key]).filter { $0.state.status == .active }
    let link = try await store.link(found.key)
    return finding(
      check, link != nil && hers.isEmpty, "\(found.key) has an account and no sections.")
  }

  private func tenSections(
    _ taught: [Identity.Key: [RosterSection]]
  ) async throws(ProvisioningError) -> Finding {
    let check = "ten_sections"
    guard let (key, sections) = most(taught, { $0.count }), sections.count >= 10 else {
      return .nobody(check, "No teacher has ten sections.")
    }
    return finding(
      check, try await areStored(sections),
      "\(key) has \(sections.count) sections, with everyone in them.")
  }

  private func hundredStudents(
    _ taught: [Identity.Key: [RosterSection]]
  ) async throws(ProvisioningError) -> Finding {
    let check = "hundred_students"
    func count(_ sections: [RosterSection]) -> Int { Set(sections.flatMap(\.students)).count }
    guard let (key, sections) = most(taught, count), count(sections) >= 100 else {
      return .nobody(check, "No teacher has a hundred students.")
    }
    return finding(
      check, try await areStored(sections), "\(key) has \(count(sections)) students, all of them.")
  }

  private func coTeacher() async throws(ProvisioningError) -> Finding {
    let check = "co_teacher"
    let listed = Set(people.map(\.key))
    let found = roster.page.sections.first { section in
      section.teachers.count { listed.contains($0) } > 1
    }
    guard let found else { return .nobody(check, "No section has two teachers.") }
    return finding(
      check, try await areStored([found]),
      "\(found.key) has its primary teacher and its co-teachers.")
  }

  // MARK: Students

  private func studentWithoutEmail() async throws(ProvisioningError) -> Finding {
    let check = "student_without_email"
    let found = people.first {
      $0.profile.roles.contains(.student) && $0.profile.email == nil
    }
    guard let found else {
      return .nobody(check, "Every student who is shared has an email address.")
    }
    return finding(
      check, try await store.link(found.key) != nil, "\(found.key) has an account without one.")
  }

  private func severalTeachers(
    _ learnt: [Identity.Key: [RosterSection]]
  ) async throws(ProvisioningError) -> Finding {
    let check = "student_of_several_teachers"
    func count(_ sections: [RosterSection]) -> Int { Set(sections.flatMap(\.teachers)).count }
    guard let (key, sections) = most(learnt, count), count(sections) > 1 else {
      return .nobody(check, "No student has several teachers.")
    }
    let link = try await store.link(key)
    let isStored = link != nil ? try await areStored(sections) : false
    return finding(
      check, isStored, "\(key) has one account, in sections of \(count(sections)) teachers.")
  }

  private func names() async throws(ProvisioningError) -> Finding {
    let check = "utf8_names"
    let found = people.first { identity in
      !"\(identity.profile.given ?? "")\(identity.profile.family ?? "")".utf8.allSatisfy {
        $0 < 0x80
      }
    }
    guard let found else { return .nobody(check, "Every name that is shared is plain ASCII.") }
    let account = try await account(of: found.key)
    func bytes(_ text: String?) -> [UInt8] { Array((text ?? "").utf8) }
    let isSame =
      bytes(account?.profile.given) == bytes(found.profile.given)
      && bytes(account?.profile.family) == bytes(found.profile.family)
    return finding(check, isSame, "\(found.key) has the same name in the store, byte for byte.")
  }

  // MARK: What the store has

  private struct Place: Hashable {
    let section: Section.Key
    let key: Identity.Key
    let role: EnrollmentRole
  }

  /// Whether the store has exactly those in the sections who are listed there.
  private func areStored(_ sections: [RosterSection]) async throws(ProvisioningError) -> Bool {
    let known = Set(people.map(\.key))
    let listed = sections.flatMap { section in
      section.members.filter { known.contains($0.key) }
        .map { Place(section: section.key, key: $0.key, role: $0.role) }
    }
    let stored = try await store.assertions(in: sections.map(\.key).sorted())
      .filter { $0.state.status == .active }
      .map { Place(section: $0.section, key: $0.key, role: $0.state.role) }
    return Set(stored) == Set(listed)
  }

  private func account(of key: Identity.Key) async throws(ProvisioningError) -> Account? {
    guard let link = try await store.link(key) else { return nil }
    return try await store.account(link.state.account)
  }

  private func most(
    _ people: [Identity.Key: [RosterSection]], _ count: ([RosterSection]) -> Int
  ) -> (key: Identity.Key, sections: [RosterSection])? {
    people.max { (count($0.value), $1.key) < (count($1.value), $0.key) }
      .map { ($0.key, $0.value) }
  }

  private func finding(_ check: String, _ isRight: Bool, _ detail: String) -> Finding {
    Finding(
      check, isRight ? .ok : .problem, isRight ? detail : "Not so in the store: \(detail)",
      remedy: isRight ? nil : "This is a fault of this package: please report it.")
  }
}
