import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Synchronization
import Testing

@Suite("A sync that goes wrong on the way")
struct SyncFaultTests {
  @Test(
    "Whatever goes wrong with whichever answer, nothing ends, and the next sync begins where it did",
    arguments: PageFault.allCases)
  func fault(_ fault: PageFault) async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let (before, cursor) = (try await school.contents(), try await school.cursor)
    for number in 2...8 { district.tell("users.updated", Written.student(number)) }
    district.update(
      "/v3.1/sections", 0, Written.section(1, teachers: [1], students: [1, 2, 6], name: "Art"))
    // The district, three pages of events, terms and courses.
    for faulty in 0...5 {
      district.tamper { number, good in
        number >= faulty ? fault.answer(good) : .success(good)
      }
      do {
        try await school.sync(district)
        // A district need not share terms and courses.
        #expect(faulty > 3 && [.forbidden, .gone, .cannotGet].contains(fault))
        return
      } catch {
        #expect(try await school.contents() == before)
        #expect(try await school.cursor == cursor)
      }
    }
    district.tamper(nil)
    let sync = try await school.sync(district)
    #expect(sync.decision == .events && sync.events == 8)
  }

  @Test("A listing that fails keeps no cursor: the next one lists all", arguments: 0...13)
  func firstListing(_ faulty: Int) async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    district.tamper { number, good in
      .success(number >= faulty ? HTTPResponse(status: 503) : good)
    }
    let error = await #expect(throws: ProvisioningError.self) { try await school.sync(district) }
    #expect(error?.code == .unavailable)
    #expect(try await school.cursor == nil)
    #expect(try await school.contents().isEmpty)
    district.tamper(nil)
    #expect(try await school.sync(district).decision == .listing(because: .first))
  }

  @Test("A listing that is stopped and goes on is followed by the events since it began")
  func stopped() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    district.tamper { number, good in
      .success(number >= 6 ? HTTPResponse(status: 503) : good)
    }
    await #expect(throws: ProvisioningError.self) { try await school.sync(district) }
    // Whom the first page has told of already.
    district.update("/v3.1/users", 0, Written.student(1, name: "Ida"))
    district.tamper(nil)
    #expect(try await school.sync(district).decision == .listing(because: .first))
    #expect(!district.paths.contains { $0.contains("/events") }, "it has been asked before")
    let sync = try await school.sync(district)
    #expect(sync.decision == .events && sync.events == 1)
    district.tamper(nil)
    try await school.sync(district, .listing)
    #expect(district.paths[1].contains("ending_before=last"), "another listing asks anew")
  }

  @Test("A sync that another one overtakes brings nothing old back")
  func overtaken() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    district.update(
      "/v3.1/sections", 0, Written.section(1, teachers: [1, 2], students: [1, 2, 6, 9]))
    let meanwhile = Meanwhile(district) {
      district.update(
        "/v3.1/sections", 0, Written.section(1, teachers: [1, 2], students: [1, 2, 6]),
        previous: #"{"students":["\#(Written.id("a", 6))","\#(Written.id("a", 9))"]}"#)
      try await school.sync(district)
    }
    let sync = try await school.sync(district, over: meanwhile)
    #expect(sync.decision == .events && sync.events == 2, "it went on from where it began")
    #expect(try await school.enrollments().contains("c1 a9 student ended"))
    #expect(try await school.sync(district, .listing).outcome.report.changesNothing)
  }

  @Test("What is kept of each district is its own")
  func districts() async throws {
    let (school, district) = (DataSchool(), StubDistrict.eventful())
    try await school.sync(district)
    let cursor = try await school.cursor
    let other = StubDistrict([
      "/v3.1/districts": [Written.district("d2")], "/v3.1/users": [], "/v3.1/sections": [],
      "/v3.1/terms": [], "/v3.1/courses": [],
    ])
    let sync = CleverDistrictSync(
      try other.data(), district: try #require(CleverID("d2")), provisioner: school.door)
    let outcome = try await sync.run(limit: .none, by: school.by)
    #expect(outcome.decision == .listing(because: .first))
    #expect(outcome.outcome.report.changesNothing)
    #expect(try await school.cursor == cursor)
    #expect(try await school.sync(district).decision == .events)
  }
}

/// A transport on which something else happens once, after the events were answered for.
private final class Meanwhile: HTTPTransport {
  private let district: StubDistrict
  private let work: Mutex<(@Sendable () async throws -> Void)?>

  init(_ district: StubDistrict, _ work: @escaping @Sendable () async throws -> Void) {
    self.district = district
    self.work = Mutex(work)
  }

  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    let answer = try await district.send(request)
    guard request.url.contains("/events") else { return answer }
    let work = work.withLock { work in
      defer { work = nil }
      return work
    }
    do {
      try await work?()
    } catch {
      throw HTTPFault(.broken, "the other sync failed")
    }
    return answer
  }
}
