/// A sign-in's plan: what it comes to, and what it would change.
struct SignInPlan {
  var outcome = SignInOutcome(kind: .denied, account: nil, why: [])
  var draft: Draft
  private let store: any AccountStore

  init(store: any AccountStore) {
    self.store = store
    draft = Draft(over: store)
  }

  mutating func note(_ step: String, _ result: String) {
    outcome.why.append(SignInOutcome.Step(step: step, result: result))
  }

  /// Ends without any row changing; what is held stays held.
  mutating func end(_ kind: SignInOutcome.Kind) {
    draft.dropRows()
    outcome.kind = kind
    outcome.account = nil
  }

  func ending(_ kind: SignInOutcome.Kind) -> SignInPlan {
    var plan = self
    plan.end(kind)
    return plan
  }
}
