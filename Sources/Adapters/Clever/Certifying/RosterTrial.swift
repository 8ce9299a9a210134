import Provisioning

/// Brings the roster that Clever shares into a store in memory, and looks there at the people whom
/// Clever asks about.
struct RosterTrial: Sendable {
  /// The checks that need a roster, in their order.
  static let checks =
    ["resync"] + roles.map { "user_type_\($0.rawValue)" } + [
      "teacher_without_sections", "ten_sections", "hundred_students", "utf8_names",
      "student_without_email", "co_teacher", "student_of_several_teachers",
    ]
  static let roles: [Role] = [.student, .teacher, .staff, .districtAdmin]

  private let certification: CleverCertification
  private let by = Attribution(actor: "certify")

  init(_ certification: CleverCertification) { self.certification = certification }

  func findings() async throws(ProvisioningError) -> [Finding] {
    let source = try await source()
    let roster = try await ListedRoster(of: source.importer)
    let door = door(over: InMemoryStore())
    // A teacher of the Library is there before her classes are.
    if let teacher = source.teacher { _ = try await enter(teacher, door) }
    _ = try await door.bringIn(roster, limit: .none, by: by)
    let look = RosterLook(roster: roster, store: door.store, teacher: source.teacher)
    let people = try await look.findings()
    var types: [Finding] = []
    for role in Self.roles { types.append(try await userType(role, look, door)) }
    return [try await resync(roster, source.importer, door)] + types + people
  }

  private func door(over store: any AccountStore) -> Provisioner {
    Provisioner(
      store: store, gate: certification.plan.gate, policy: certification.plan.policy,
      environment: certification.environment)
  }

  /// What is listed: a district, or, where there is a person's token alone, her own classes.
  private func source() async throws(ProvisioningError) -> (
    importer: any SectionImporter, teacher: Identity?
  ) {
    let access = CleverAccess(certification.settings, transport: certification.transport)
    guard certification.settings.userToken != nil, !certification.settings.mayReadDistrict else {
      return (try await access.importer(of: .district(certification.plan.district)), nil)
    }
    let (teacher, importer) = try await access.teacherHerself()
    return (importer, teacher)
  }

  // MARK: User types

  /// Whether somebody of that role comes in as the gate says, with a roster and without one.
  private func userType(
    _ role: Role, _ look: RosterLook, _ door: Provisioner
  ) async throws(ProvisioningError) -> Finding {
    let check = "user_type_\(role.rawValue)"
    guard let person = look.people.first(where: { $0.profile.roles.first == role }) else {
      return .nobody(check, "Nobody with the role \(role.rawValue) is shared.")
    }
    let gate = door.gate.verdict(roles: person.profile.roles, district: person.profile.district)
    let alone = try await enter(person, self.door(over: InMemoryStore()))
    let listed = try await enter(person, door)
    guard case .admitted = gate else {
      let isRefused = alone == .denied && listed == .denied
      return Finding(
        check, isRefused ? .ok : .problem,
        "\(person.key) is refused by the gate: "
          + (isRefused ? "nothing is written." : "and comes in all the same."))
    }
    let words = "without a roster \(alone.rawValue), with one \(listed.rawValue)"
    let isIn = ![alone, listed].contains { $0 == .denied || $0 == .held || $0 == .ask }
    return Finding(
      check, isIn ? .ok : .problem, "\(person.key) signs in: \(words).",
      remedy: isIn ? nil : "See why: linkctl sign-in --dry-run with this person's data.")
  }

  /// What a sign-in comes to; a question is answered with "I am new".
  private func enter(
    _ person: Identity, _ door: Provisioner
  ) async throws(ProvisioningError) -> SignInOutcome.Kind {
    let outcome = try await door.signIn(person, by: by)
    guard let ticket = outcome.ticket else { return outcome.kind }
    return try await door.answer(ticket, with: .new, by: by).kind
  }

  // MARK: Resync

  /// Whether the listing, asked for again, changes nothing, and whether what is gone is archived, and
  /// restored when it comes back.
  private func resync(
    _ roster: ListedRoster, _ importer: any SectionImporter, _ door: Provisioner
  ) async throws(ProvisioningError) -> Finding {
    let check = "resync"
    let again = try await door.bringIn(ListedRoster(of: importer), limit: .none, by: by).report
    guard again.entries == 0 else {
      return Finding(
        check, .warning, "The roster that was asked for again differs from the one before.",
        remedy: "Run it again: somebody may have changed the data meanwhile.")
    }
    guard let section = roster.page.sections.first?.key else {
      return .nobody(check, "No section is shared.")
    }
    let gone = try await door.bringIn(roster.without(section), limit: .none, by: by).report
    let back = try await door.bringIn(roster, limit: .none, by: by).report
    let isRight = gone.sections.archived == 1 && back.sections.restored == 1
    return Finding(
      check, isRight ? .ok : .problem,
      isRight
        ? "The roster again changes nothing. A section that was left out was archived, and restored "
          + "when it came back."
        : "A section that was left out and came back was not archived and restored.")
  }
}

extension Finding {
  /// A check for which the data have no example.
  static func nobody(_ check: String, _ reason: String) -> Finding {
    Finding(
      check, .skipped, reason,
      remedy: "Make an example in the district of Clever's sandbox, and run this again.")
  }
}

extension ProviderSettings {
  /// Whether there is something to read a district with.
  fileprivate var mayReadDistrict: Bool {
    districtToken != nil || clientID != nil && clientSecret != nil
  }
}
