import Provisioning

/// How the suites get at the stores that they try. Every check gets a store of its own, empty.
public struct StoreMaker: Sendable {
  /// Opens a store. Of a lasting one, every call opens the same place anew, as another process
  /// would.
  public typealias Opener = @Sendable () async throws -> any AccountStore

  /// Prepares an empty place, and says how to open it.
  let newPlace: @Sendable () async throws -> Opener
  /// Whether what was written is still there after opening again.
  let lasts: Bool

  /// For a store that lives as long as its value: `make` makes an empty one.
  public init(passing make: @escaping Opener) {
    lasts = false
    newPlace = {
      let store = try await make()
      return { store }
    }
  }

  /// For a store that lasts: `newPlace` prepares an empty place (a file, a database), and returns
  /// what opens it.
  public init(lasting newPlace: @escaping @Sendable () async throws -> Opener) {
    lasts = true
    self.newPlace = newPlace
  }

  /// An empty store.
  public func makeEmpty() async throws -> any AccountStore { try await newPlace()() }
}
