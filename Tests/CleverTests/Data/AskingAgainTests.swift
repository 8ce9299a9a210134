import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import Testing

@Suite("Asking again")
struct AskingAgainTests {
  @Test("A rate limit is waited for until it ends, and a wait without an end grows")
  func rateLimit() async throws {
    let district = StubDistrict.small()
    district.tamper { number, answer in
      switch number {
      case 1:
        .success(HTTPResponse(status: 429, headers: [HTTPHeader("x-ratelimit-reset", "1000042")]))
      case 3, 4: .success(HTTPResponse(status: 429))
      default: .success(answer)
      }
    }
    let importer = try district.importer(tries: 8, pageSize: 5)
    let pages = try await everyPage(importer)
    #expect(pages.reduce(0) { $0 + $1.people.count } == 12)
    #expect(district.pauses == [.seconds(42), .milliseconds(500), .seconds(1)])
  }

  @Test("What may be better later is asked for again, as often as patience says")
  func patience() async throws {
    let district = StubDistrict.small()
    district.tamper { _, _ in .success(HTTPResponse(status: 502)) }
    let importer = try district.importer(tries: CleverData.patience.tries)
    let error = await #expect(throws: ProvisioningError.self) { try await everyPage(importer) }
    #expect(error?.code == .unavailable)
    #expect(district.requests.count == 8)
  }

  @Test("A token that may not stand in a header is refused", arguments: ["", "a b", "a\r\nb"])
  func token(_ token: String) {
    #expect(throws: ProvisioningError.self) {
      try CleverData(token: Secret(token), transport: StubDistrict([:]))
    }
  }
}
