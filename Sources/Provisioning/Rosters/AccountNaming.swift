/// How the accounts are called that a page of a listing makes.
struct AccountNaming {
  private let environment: Environment
  private let run: Run.ID?
  private let first: Int

  /// Names by the run and the place in its listing, where the page's first person stands at
  /// `first`.
  init(of run: Run, from first: Int, _ environment: Environment) {
    (self.environment, self.run, self.first) = (environment, run.id, first)
  }

  /// Names that nobody has used before: where an earlier account has the one that the place gives.
  init(anew environment: Environment) { (self.environment, run, first) = (environment, nil, 0) }

  /// The account of the person at that place of the page.
  func id(at place: Int) -> Account.ID {
    guard let run else { return environment.identifier(for: .account) }
    return environment.account(of: run, at: first + place)
  }
}
