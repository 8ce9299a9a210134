import Foundation

/// How a sandbox is set up.
public struct SandboxOptions: Sendable {
  /// Where the connected district comes from.
  public enum Source: Sendable {
    /// A folder of Clever's CSV files.
    case folder(String)
    /// A made-up district, of 500 students a school.
    case sample(schools: Int, seed: UInt64)
  }

  public var source: Source = .sample(schools: 1, seed: 1)
  /// 0 is any free port.
  public var port = 0
  public var redirectURIs = ["http://127.0.0.1:8080/auth/clever"]
  /// The clock that the sandbox's clock follows.
  public var now: @Sendable () -> Date = { Date() }

  public init() {}
}

extension SandboxOptions {
  /// The state that a sandbox starts with: a district that is connected to one app, another that is not,
  /// and one teacher of that who shares her classes.
  func makeState() throws(SandboxError) -> SandboxState {
    let (files, scope) = try load()
    let connected = DistrictLoader.load(files, name: "Sandbox Unified District", scope: scope)
    let library = LibraryDistrict.load()
    let app = ClientApp(
      id: String(ObjectID.make("client", "id", in: "app").prefix(20)),
      secret: ObjectID.make("client", "secret", in: "app")
        + ObjectID.make("client", "secret 2", in: "app").prefix(16),
      name: "Sandbox App", redirectURIs: redirectURIs, userTypes: Set(UserType.allCases),
      districts: [connected.id], me: .role, hasSecureSync: true)
    var state = SandboxState(directory: Directory([connected, library]), systemNow: now)
    state.apps[app.id] = app
    state.consents[app.id] = Set(library.people.filter(\.sharesFromTheStart).map(\.id))
    return state
  }

  private func load() throws(SandboxError) -> (CleverFiles, String) {
    switch source {
    case .folder(let path): (try CleverFiles(folder: path), "folder")
    case .sample(let schools, let seed):
      (CleverFiles(schools: schools, seed: seed), "sample/\(seed)")
    }
  }
}

extension Person {
  fileprivate var sharesFromTheStart: Bool { teacher?.sisID == LibraryDistrict.sharingTeacher }
}
