extension FederatedSignIn {
  /// Decides what a callback comes to, without asking the provider anything: fast enough to show a
  /// page at once.
  ///
  /// Give the browser's key from its cookie, and the account that is signed in there, if any.
  /// Throws the errors of the store alone.
  public func receive(
    _ response: CallbackResponse, in browser: BrowserKey?, signedInAs account: Account.ID? = nil
  ) async throws(ProvisioningError) -> CallbackStep {
    try await provisioner.settle { () throws(ProvisioningError) in
      let found = try await circumstances(of: response, in: browser)
      let decision = CallbackDecision(response.answer, in: found.circumstances)
      switch decision {
      case .proceed(let transaction):
        if case .link(let owner)? = transaction?.purpose, owner != account {
          return .refused(.otherPerson)
        }
        try await claim(response, found)
        return .proceed(try accepted(response, transaction))
      case .repeated(let transaction):
        return .repeated(transaction.returnPath.flatMap(ReturnPath.init))
      case .relaunch:
        let browser = browser ?? BrowserKey(in: provisioner.environment)
        return .redirect(to: try await begin(Start(), origin: .relaunch, in: browser), browser)
      case .refuse(let refusal, consuming: let isOver):
        if isOver { try await store.write(using(found)) }
        return .refused(refusal)
      }
    }
  }

  /// What the store knows about a callback.
  private struct Found {
    var circumstances: CallbackDecision.Circumstances
    /// The record of the state.
    var transaction: Record?
    /// The record of the code.
    var code: Record?
  }

  /// How long a redeemed code is remembered, in seconds; Clever's are good for 60.
  private static let codeMemory: Int64 = 3600

  private func circumstances(
    of response: CallbackResponse, in browser: BrowserKey?
  ) async throws(ProvisioningError) -> Found {
    var found = Found(
      circumstances: CallbackDecision.Circumstances(
        standing: response.state == nil ? .noState : .unknown, begun: [],
        provider: provider.name.rawValue, policy: policy, now: now))
    guard response.answer != .malformed else { return found }
    if let browser, let state = response.state {
      found.transaction = try await transaction(state, of: browser)
    } else if let browser {
      try await look(for: browser, into: &found.circumstances)
    }
    if let record = found.transaction {
      found.circumstances.standing = .known(try recordValue(SignInTransaction.self, in: record))
    }
    if case .code(let code) = response.answer {
      found.code = try await store.record(Record.Key(.code, code.digest))
      found.circumstances.isCodeKnown = found.code?.isValid(at: now) ?? false
    }
    return found
  }

  /// How many of a browser's sign-ins are looked at: more than anybody begins within ten minutes
  /// and leaves open.
  private static let mostBegun = 100

  /// Finds what the browser has begun and not ended.
  private func look(
    for browser: BrowserKey, into circumstances: inout CallbackDecision.Circumstances
  ) async throws(ProvisioningError) {
    let prefix = SignInTransaction.prefix(of: browser)
    let records = try await store.records(of: .signIn, after: prefix, limit: Self.mostBegun)
      .prefix { $0.key.name.hasPrefix(prefix) }
    circumstances.isCrowded = records.count == Self.mostBegun
    circumstances.begun = try records.map { record throws(ProvisioningError) in
      try recordValue(SignInTransaction.self, in: record)
    }
    .filter { now < $0.expires }
  }

  /// The record of a sign-in, open or ended.
  private func transaction(
    _ state: Secret, of browser: BrowserKey
  ) async throws(ProvisioningError) -> Record? {
    let name = SignInTransaction.name(state, of: browser)
    if let open = try await store.record(Record.Key(.signIn, name)) { return open }
    return try await store.record(Record.Key(.endedSignIn, name))
  }

  /// Makes sure that this callback, of all that bear the same state or code, is the one that goes
  /// on: the others meet a conflict, look again, and find it used.
  private func claim(
    _ response: CallbackResponse, _ found: Found
  ) async throws(ProvisioningError) {
    var changes = try using(found)
    if case .code(let code) = response.answer {
      changes.append(
        .put(
          Record.Key(.code, code.digest), value: "{}",
          expires: now.adding(seconds: Self.codeMemory), replacing: found.code?.version ?? 0))
    }
    try await store.write(changes)
  }

  /// The transaction is used up. It goes where it is not counted among those that are open.
  private func using(_ found: Found) throws(ProvisioningError) -> [RecordChange] {
    guard let record = found.transaction, case .known(var used) = found.circumstances.standing
    else {
      return []
    }
    used.isUsed = true
    return [
      .take(record.key, version: record.version),
      try put(used, at: Record.Key(.endedSignIn, record.key.name)),
    ]
  }

  private func accepted(
    _ response: CallbackResponse, _ transaction: SignInTransaction?
  ) throws(ProvisioningError) -> AcceptedCallback {
    AcceptedCallback(
      answer: response.answer, purpose: transaction?.purpose ?? .signIn,
      redirectURI: try transaction.map { transaction throws(ProvisioningError) in
        try RedirectURI(transaction.redirectURI)
      } ?? provider.redirectURIs.primary,
      returnPath: transaction?.returnPath.flatMap(ReturnPath.init))
  }
}
