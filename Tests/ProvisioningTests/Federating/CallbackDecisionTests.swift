import Testing

@testable import Provisioning

/// The whole table: every answer, with every standing of its state, in every circumstance.
@Suite("The callback's decision table")
struct CallbackDecisionTests {
  static let now = Timestamp(milliseconds: 1_000_000)

  static func transaction(
    _ origin: SignInTransaction.Origin = .app, grant: Grant = .code, begunAgo seconds: Int64 = 5,
    used: Bool = false, provider: String = "clever"
  ) -> SignInTransaction {
    SignInTransaction(
      provider: provider, grant: grant, redirectURI: "https://app.example/cb", account: nil,
      returnPath: "/home", origin: origin, begun: now.adding(seconds: -seconds).milliseconds,
      isUsed: used)
  }

  static func decide(
    _ answer: CallbackResponse.Answer, _ standing: CallbackDecision.Standing,
    begun: [SignInTransaction] = [], known: Bool = false,
    _ unasked: FederationPolicy.Unasked = .relaunch,
    implicit: FederationPolicy.Implicit = .acceptForSignIn
  ) -> CallbackDecision {
    CallbackDecision(
      answer,
      in: CallbackDecision.Circumstances(
        standing: standing, begun: begun, isCodeKnown: known, provider: "clever",
        policy: FederationPolicy(unasked: unasked, implicit: implicit), now: now))
  }

  static let code = CallbackResponse.Answer.code(Secret("c"))
  static let token = CallbackResponse.Answer.token(Secret("t"))
  static let answers: [CallbackResponse.Answer] = [
    code, token, .error("access_denied"), .nothing, .malformed,
  ]

  @Test("state equal, unused, not expired: goes on with the purpose that it was begun for")
  func equal() {
    let open = Self.transaction()
    #expect(Self.decide(Self.code, .known(open)) == .proceed(open))
    let implicit = Self.transaction(grant: .implicit)
    #expect(Self.decide(Self.token, .known(implicit)) == .proceed(implicit))
  }

  @Test("state equal and used: the same callback again, never redeemed", arguments: [false, true])
  func used(isCodeKnown: Bool) {
    let used = Self.transaction(used: true)
    for answer in Self.answers where answer != .malformed {
      #expect(Self.decide(answer, .known(used), known: isCodeKnown) == .repeated(used))
    }
  }

  @Test("state unknown, another browser's, expired or another provider's: refused, none consumed")
  func mismatch() {
    let standings: [CallbackDecision.Standing] = [
      .unknown, .known(Self.transaction(begunAgo: 600)),
      .known(Self.transaction(provider: "other")),
      .known(Self.transaction(begunAgo: 600, used: true)),
    ]
    for standing in standings {
      for answer in Self.answers where answer != .malformed {
        #expect(Self.decide(answer, standing) == .refuse(.stateMismatch))
      }
    }
  }

  @Test("state absent, a sign-in begun here: the answer is forgotten, one more try with a state")
  func absentWithPending() {
    for unasked in [FederationPolicy.Unasked.relaunch, .acceptForSignIn] {
      let begun = [Self.transaction()]
      #expect(Self.decide(Self.code, .noState, begun: begun, unasked) == .relaunch)
    }
  }

  @Test(
    "state absent, nothing begun: by policy, sent round with a state, or accepted for signing in")
  func absentWithoutPending() {
    #expect(Self.decide(Self.code, .noState) == .relaunch)
    #expect(Self.decide(Self.code, .noState, .acceptForSignIn) == .proceed(nil))
  }

  @Test("state absent again and again: a loop ends, several tabs at once are none")
  func loop() {
    let recent = Self.transaction(.relaunch)
    let old = Self.transaction(.relaunch, begunAgo: 30)
    let decide = { Self.decide(Self.code, .noState, begun: $0) }
    #expect(decide([recent, recent]) == .relaunch)
    #expect(decide([recent, recent, recent]) == .refuse(.loop))
    #expect(decide([recent, recent, old]) == .relaunch)
  }

  @Test("an error: its page by an allow-list; the sign-in that it answers is over")
  func errors() {
    let open = Self.transaction()
    let words: [(String, CallbackRefusal)] = [
      ("access_denied", .declined), ("unauthorized_client", .notShared),
      ("unauthorized", .notShared), ("server_error", .providerTrouble),
      ("temporarily_unavailable", .providerTrouble), ("<script>", .misconfigured),
      ("invalid_request", .misconfigured),
    ]
    for (word, refusal) in words {
      #expect(Self.decide(.error(word), .known(open)) == .refuse(refusal, consuming: true))
      #expect(Self.decide(.error(word), .noState) == .refuse(refusal))
    }
  }

  @Test("a code that was seen before is never redeemed, with or without a state")
  func knownCode() {
    let open = Self.transaction()
    #expect(Self.decide(Self.code, .known(open), known: true) == .refuse(.stateMismatch))
    #expect(Self.decide(Self.code, .noState, known: true) == .relaunch)
    #expect(Self.decide(Self.code, .noState, known: true, .acceptForSignIn) == .relaunch)
  }

  @Test("a code where a token was asked for, a token where a code was, a token unasked: refused")
  func grants() {
    #expect(Self.decide(Self.token, .known(Self.transaction())) == .refuse(.grantMismatch))
    let implicit = Self.transaction(grant: .implicit)
    #expect(Self.decide(Self.code, .known(implicit)) == .refuse(.grantMismatch))
    let refused = Self.decide(Self.token, .known(implicit), implicit: .refuse)
    #expect(refused == .refuse(.grantMismatch))
    for unasked in [FederationPolicy.Unasked.relaunch, .acceptForSignIn] {
      #expect(Self.decide(Self.token, .noState, unasked) == .refuse(.grantMismatch))
    }
  }

  @Test("malformed, or nothing to go by: refused whatever else is known")
  func malformed() {
    let standings: [CallbackDecision.Standing] = [
      .noState, .unknown, .known(Self.transaction()), .known(Self.transaction(used: true)),
    ]
    for standing in standings {
      #expect(Self.decide(.malformed, standing) == .refuse(.malformed))
    }
    #expect(Self.decide(.nothing, .noState) == .refuse(.malformed))
    #expect(Self.decide(.nothing, .known(Self.transaction())) == .refuse(.malformed))
  }

  @Test(
    "in every case of the table: only a fresh answer to this browser, or one accepted, proceeds")
  func exhaustive() {
    let transactions = [
      Self.transaction(), Self.transaction(.relaunch), Self.transaction(grant: .implicit),
      Self.transaction(used: true), Self.transaction(begunAgo: 601),
      Self.transaction(provider: "other"),
    ]
    let standings = [.noState, .unknown] + transactions.map(CallbackDecision.Standing.known)
    for answer in Self.answers {
      for standing in standings {
        for begun in [[], [Self.transaction()]] {
          for known in [false, true] {
            for unasked in [FederationPolicy.Unasked.relaunch, .acceptForSignIn] {
              let decision = Self.decide(answer, standing, begun: begun, known: known, unasked)
              guard case .proceed(let transaction) = decision else { continue }
              #expect(!known)
              if let transaction {
                #expect(!transaction.isUsed && transaction.provider == "clever")
                #expect(Self.now < transaction.expires)
                #expect((transaction.grant == .code) == (answer == Self.code))
              } else {
                #expect(unasked == .acceptForSignIn && begun.isEmpty && standing == .noState)
                #expect(answer == Self.code)
              }
            }
          }
        }
      }
    }
  }
}
