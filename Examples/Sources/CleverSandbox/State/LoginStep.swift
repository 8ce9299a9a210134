import Foundation

/// What comes next in a login.
enum LoginStep: Sendable {
  case pickSchool
  case signIn(District)
  case confirm(Person)
  /// A teacher is asked whether to share her classes.
  case consent(Person)
  case redirect(String)
  case refuse(PageProblem)
}

extension SandboxState {
  /// The next step of a login, for the person who is signed in at the sandbox, if any.
  mutating func step(_ request: LoginRequest, signedIn person: Person?) -> LoginStep {
    guard let person, request.district.map({ $0.id == person.district }) ?? true else {
      return request.district.map(LoginStep.signIn) ?? .pickSchool
    }
    if request.asksToConfirm { return .confirm(person) }
    guard let type = loginType(of: person, at: request.app) else {
      return refusal(.userType(request.app, person), of: request)
    }
    guard let sharing = sharing(of: person, with: request.app) else {
      if type == .teacher { return .consent(person) }
      return refusal(.notShared(request.app), of: request)
    }
    return grant(request, to: person, as: type, sharing: sharing)
  }

  /// The role in which somebody signs in: the first that the app supports. Nobody but teachers and their
  /// students comes from a district that is not connected.
  private func loginType(of person: Person, at app: ClientApp) -> UserType? {
    let types = person.types.filter { app.userTypes.contains($0) }
    guard !app.districts.contains(person.district) else { return types.first }
    return types.first { $0 == .teacher || $0 == .student } ?? types.first
  }

  private func refusal(_ problem: PageProblem, of request: LoginRequest) -> LoginStep {
    guard request.returnsUnshared else { return .refuse(problem) }
    return .redirect(
      request.destination([
        ("error", "unauthorized_client"), ("error_description", problem.text),
      ]))
  }

  private mutating func grant(
    _ request: LoginRequest, to person: Person, as type: UserType, sharing: Sharing
  ) -> LoginStep {
    let scope = Bearer.scopes(sharing == .district ? "_basic" : "_limited")
      .joined(separator: " ")
    switch request.responseType {
    case .code:
      let code = makeCode(
        for: person, as: type, app: request.app, redirectURI: request.redirectURI)
      return .redirect(request.destination([("code", code), ("scope", scope)]))
    case .token:
      let token = makeToken(for: .user(person.id, type), app: request.app.id)
      return .redirect(
        request.destination([
          ("access_token", token.value), ("token_type", "bearer"), ("scope", scope),
        ]))
    }
  }

  /// Signs somebody in by the name and the password that all share. Returns the session's secret.
  mutating func signIn(_ name: String, password: String, at district: District) -> String? {
    guard !name.isEmpty, password == Self.password else { return nil }
    let person = district.presentPeople.first {
      $0.username == name || $0.email == name || $0.sisIDs.contains(name)
    }
    return person.map { startSession(of: $0) }
  }

  /// Signs somebody in as with a badge. Returns the session's secret.
  mutating func startSession(of person: Person) -> String {
    let secret = randomHex(digits: 32)
    sessions[secret] = Session(user: person.id, expires: now.addingTimeInterval(Session.life))
    return secret
  }

  /// Who is signed in with a session's secret.
  func person(signedInWith secret: String?) -> Person? {
    guard let session = secret.flatMap({ sessions[$0] }), session.expires > now else { return nil }
    return directory.person(session.user)
  }

  /// The password of everybody.
  static let password = "clever"
}

extension Person {
  /// The IDs in the district's own system.
  fileprivate var sisIDs: [String] {
    [student?.sisID, teacher?.sisID, staff?.staffID].compactMap { $0 }
  }
}
