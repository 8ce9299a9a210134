import CleverSandbox
import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import SandboxTesting
import Testing

@Suite("One person, one account", .timeLimit(.minutes(15)))
struct SamePersonTests {
  @Test(
    "Accounts made under one generation of IDs are found by the other: nobody is made twice",
    arguments: [(CleverVersion.v20, CleverVersion.v31), (.v21, .v30), (.v30, .v21), (.v31, .v20)])
  func generations(old: CleverVersion, new: CleverVersion) async throws {
    try await Campus.open { campus in
      for user in campus.announcement.users {
        var visitor = campus.visitor()
        let first = try await campus.signInByButton(user, &visitor, at: try campus.door(old))
        var later = campus.visitor()
        let second = try await campus.signInByButton(user, &later, at: try campus.door(new))
        #expect(second.outcome.account == first.outcome.account, "\(user.role) \(user.sharing)")
        let isStudent = user.role == .student
        #expect((second.identity.key == first.identity.key) == isStudent)
        #expect(second.outcome.kind == (isStudent ? .signedIn : .linked))
      }
    }
  }

  @Test("Library first, then the district connects: the same accounts, now shared by the district")
  func libraryThenDistrict() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let users = campus.announcement.users.filter { $0.sharing == .teacher }
      #expect(users.count >= 2)
      var accounts: [String: Account.ID] = [:]
      for user in users {
        var visitor = campus.visitor()
        let result = try await campus.signInByButton(user, &visitor, at: door)
        #expect(result.identity.sharing == .teacher && result.identity.profile.district == nil)
        accounts[user.id] = result.outcome.account
      }
      let districts = [campus.announcement.district, campus.announcement.libraryDistrict]
      try await campus.sandbox.setApp(["districts": .array(districts.map(JSON.string))])
      for user in users {
        var visitor = campus.visitor()
        let result = try await campus.signInByButton(user, &visitor, at: door)
        #expect(result.identity.sharing == .district)
        #expect(result.identity.profile.district == districts[1])
        #expect(result.outcome.kind == .signedIn && result.outcome.account == accounts[user.id])
      }
    }
  }

  @Test(
    "Another person on the same browser gets their own account; the first one's stays as it was")
  func sameBrowser() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let (ana, bo) = (try campus.user(.teacher), try campus.user(.student))
      var visitor = campus.visitor()
      let first = try await campus.signInByButton(ana, &visitor, at: door)
      let before = try await campus.store.account(try #require(first.outcome.account))
      var next = campus.other(after: visitor)
      let second = try await campus.signInByButton(bo, &next, at: door)
      #expect(second.outcome.account != first.outcome.account)
      #expect(try await campus.store.account(try #require(first.outcome.account)) == before)
    }
  }

  @Test("Whoever is still signed in at the provider comes in, unless each is asked who they are")
  func stillSignedIn() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let (ana, bo) = (try campus.user(.teacher), try campus.user(.student))
      var visitor = campus.visitor()
      let first = try await campus.signInByButton(ana, &visitor, at: door)
      let second = try await campus.signInByButton(bo, &visitor, at: door)
      #expect(second.outcome.account == first.outcome.account)
      var start = FederatedSignIn.Start()
      start.confirmation = .always
      let url = try await door.begin(start, in: try #require(visitor.key))
      let question = try await visitor.browser.open(url)
      #expect(question.status == 200 && question.text.contains(ana.name))
    }
  }

  @Test("A link that one person began is not finished by the other who signs in at the provider")
  func linkFinishedByAnother() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let (ana, bo) = (try campus.user(.teacher), try campus.user(.student))
      var (visitor, elsewhere) = (campus.visitor(), campus.visitor())
      let own = try await campus.signInByButton(bo, &elsewhere, at: door)
      let owner = try await campus.signInByButton(ana, &visitor, at: door)
      let account = try #require(owner.outcome.account)
      var start = FederatedSignIn.Start()
      start.purpose = .link(to: account)
      var other = campus.other(after: visitor)
      await #expect(throws: ProvisioningError.self) {
        try await campus.signInByButton(bo, &other, at: door, start)
      }
      #expect(try await campus.store.link(own.identity.key)?.state.account == own.outcome.account)
    }
  }

  @Test("Fifty callbacks alike at once: one token call, one account")
  func crowd() async throws {
    try await Campus.open { campus in
      let door = try campus.door()
      let user = try campus.user(.teacher)
      let visitor = campus.visitor()
      let key = try #require(visitor.key)
      let url = try await door.begin(in: key)
      let landing = try await visitor.browser.signIn(as: user, at: url)
      let address = try #require(landing.destination)
      let response = CallbackResponse(query: Campus.query(of: address))
      let accounts = try await withThrowingTaskGroup(of: Account.ID?.self) { group in
        for _ in 0..<50 {
          group.addTask {
            guard case .proceed(let callback) = try await door.receive(response, in: key) else {
              return nil
            }
            return try await door.complete(callback).outcome.account
          }
        }
        return try await group.reduce(into: [Account.ID]()) { all, account in
          if let account { all.append(account) }
        }
      }
      #expect(accounts.count == 1)
      #expect(try await campus.sandbox.requests("POST /oauth/tokens") == 1)
      #expect(try await campus.store.counts().accounts["active"] == 1)
    }
  }
}
