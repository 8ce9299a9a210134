import Provisioning

/// How the suites get at the stores that they try. Every check gets a store of its own, empty.
public struct StoreMaker: Sendable {
  /// Opens a store. Of a lasting one, every call opens the same place anew, as another process
  /// would.
  public typealias Opener = @Sendable () async throws -> any AccountStore

  /// Opens a store at a place; where a step is given, one that dies at that step of its writing,
  /// counted from 1 since it was opened.
  ///
  /// What the store did before the step is there, the step itself is done, in part or not at all, and
  /// from then on nothing that it does reaches the place, and every call throws. What a step is, is
  /// the store's own affair: a write to a file, a flush, a message to a server. The place can then be
  /// opened anew, as after a kill or a power cut.
  public typealias DyingOpener = @Sendable (_ step: Int?) async throws -> any AccountStore

  /// Prepares an empty place, and says how to open it.
  let newPlace: @Sendable () async throws -> Opener
  /// The same for stores that can be made to die.
  let newDyingPlace: (@Sendable () async throws -> DyingOpener)?
  /// Whether what was written is still there after opening again.
  let lasts: Bool
  /// How many steps are tried at most.
  let steps: Int

  /// For a store that lives as long as its value: `make` makes an empty one.
  public init(passing make: @escaping Opener) {
    (lasts, newDyingPlace, steps) = (false, nil, 0)
    newPlace = {
      let store = try await make()
      return { store }
    }
  }

  /// For a store that lasts: `newPlace` prepares an empty place (a file, a database), and returns
  /// what opens it.
  public init(lasting newPlace: @escaping @Sendable () async throws -> Opener) {
    (lasts, newDyingPlace, steps) = (true, nil, 0)
    self.newPlace = newPlace
  }

  /// For a store that lasts and can be made to die: `newPlace` prepares an empty place, and returns
  /// what opens it. Steps are tried one by one from the first, until the work of a check comes to its
  /// end or `steps` are done.
  public init(
    dying newPlace: @escaping @Sendable () async throws -> DyingOpener, steps: Int = 200
  ) {
    (lasts, newDyingPlace, self.steps) = (true, newPlace, steps)
    self.newPlace = {
      let open = try await newPlace()
      return { try await open(nil) }
    }
  }

  /// An empty store.
  public func makeEmpty() async throws -> any AccountStore { try await newPlace()() }
}
