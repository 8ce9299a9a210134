import Foundation

/// All that the sandbox knows, as a value.
struct SandboxState: Sendable {
  var directory: Directory
  /// Whose clock the sandbox's follows.
  let systemNow: @Sendable () -> Date
  /// How far the sandbox's clock is ahead, in seconds.
  var advance: TimeInterval = 0
  var apps: [String: ClientApp] = [:]
  var sessions: [String: Session] = [:]
  var codes: [String: AuthorizationCode] = [:]
  var tokens: [String: AccessToken] = [:]
  var windows: [String: RateWindow] = [:]
  var faults: [Fault] = []
  /// How often each method and path was asked for, the sandbox's own paths left out.
  var requests: [String: Int] = [:]
  /// The teachers who share their classes with an app, by the app.
  var consents: [String: Set<String>] = [:]

  /// What has changed, by the district, in ascending order of IDs.
  var events: [String: [Event]] = [:]
  var eventCount: UInt64 = 0

  var now: Date { systemNow().addingTimeInterval(advance) }

  /// Who shares a person with an app; `nil` if nobody does.
  func sharing(of person: Person, with app: ClientApp) -> Sharing? {
    if app.districts.contains(person.district) { return .district }
    let teachers = consents[app.id] ?? []
    if teachers.contains(person.id) { return .teacher }
    guard person.student != nil else { return nil }
    return teachers.contains { directory.teaches($0, person.id) } ? .teacher : nil
  }

  /// Counts a request of a token. Returns the window that it fell into.
  mutating func count(_ token: AccessToken) -> RateWindow {
    var window = windows[token.value] ?? RateWindow(reset: now.addingTimeInterval(60))
    if window.reset <= now { window = RateWindow(reset: now.addingTimeInterval(60)) }
    window.used += 1
    windows[token.value] = window
    return window
  }

  /// Takes the next fault that concerns a request, and counts down how often it still happens.
  mutating func takeFault(_ method: String, _ path: String) -> Fault? {
    for index in faults.indices where faults[index].concerns(method, path) {
      let fault = faults[index]
      if let after = fault.after, after > 0 {
        faults[index].after = after - 1
        continue
      }
      if let times = fault.times {
        if times > 1 { faults[index].times = times - 1 } else { faults.remove(at: index) }
      }
      return fault
    }
    return nil
  }
}

/// The sandbox's state, for many requests at once.
public actor Sandbox {
  private var state: SandboxState

  init(_ state: SandboxState) { self.state = state }

  /// Reads or changes the state, as if nothing else were going on.
  func with<Result: Sendable, Failure: Error>(
    _ body: @Sendable (inout SandboxState) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(&state)
  }
}
