import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import Synchronization
import Testing

@Suite("The students of a teacher's sections, a few sections at a time", .timeLimit(.minutes(1)))
struct AtOnceTests {
  @Test("Four lists are asked for at once and never five, and the page is as if one by one")
  func atOnce() async throws {
    let library = TeacherImportTests.library(.v31)
    let crowd = Crowd(library, of: 4)
    let page = try await importer(over: crowd).page(after: nil)
    #expect(crowd.most == 4)
    #expect(page.sections.map(\.key.subject.rawValue) == (1...12).map { Written.id("c", $0) })
    #expect(page.people.map(\.key.subject.rawValue) == (1...120).map { Written.id("a", $0) })
  }

  @Test("The error of one is the page's, not that the others were ended by it")
  func error() async throws {
    let crowd = Crowd(TeacherImportTests.library(.v31), of: .max)
    crowd.refuse(Written.id("c", 3))
    let error = await #expect(throws: ProvisioningError.self) {
      try await importer(over: crowd).page(after: nil)
    }
    #expect(error?.code == .refused)
  }

  @Test("Cancelled, it ends as cancelled")
  func cancelled() async throws {
    let crowd = Crowd(TeacherImportTests.library(.v31), of: .max)
    let importer = try importer(over: crowd)
    let reading = Task { try await importer.page(after: nil) }
    while crowd.most < 4 { await Task.yield() }
    reading.cancel()
    let error = await #expect(throws: ProvisioningError.self) { try await reading.value }
    #expect(error?.code == .cancelled)
    #expect(crowd.most == 4)
  }

  private func importer(over crowd: Crowd) throws -> CleverTeacherImporter {
    let data = try CleverData(
      token: Secret("canary-token"), hosts: .sandbox(at: StubDistrict.host), transport: crowd,
      retries: HTTPRetries(tries: 1))
    return CleverTeacherImporter(data, teacher: try #require(CleverID(Written.id("b", 1))))
  }
}

/// A transport that answers for students only when so many requests wait, all of them together.
private final class Crowd: HTTPTransport {
  private struct State {
    var waiting = 0
    var most = 0
    var released = 0
    var refused: String?
  }

  private let library: StubDistrict
  private let size: Int
  private let state = Mutex(State())

  init(_ library: StubDistrict, of size: Int) {
    self.library = library
    self.size = size
  }

  /// How many waited at once, at most.
  var most: Int { state.withLock(\.most) }

  /// Refuses what is asked of that section, at once.
  func refuse(_ section: String) { state.withLock { $0.refused = section } }

  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    guard request.url.contains("/users?") else { return try await library.send(request) }
    if let refused = state.withLock(\.refused), request.url.contains(refused) {
      return HTTPResponse(status: 401)
    }
    let number = state.withLock { state in
      state.waiting += 1
      state.most = max(state.most, state.waiting - state.released)
      return state.waiting
    }
    while state.withLock({ number > $0.waiting / size * size }) {
      if Task.isCancelled { throw HTTPFault(.cancelled, "cancelled") }
      await Task.yield()
    }
    // Whoever else would come at the same time has the time to.
    for _ in 0..<50 { await Task.yield() }
    state.withLock { $0.released += 1 }
    return try await library.send(request)
  }
}
