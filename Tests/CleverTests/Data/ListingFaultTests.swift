import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Testing

/// What may come of any page.
enum PageFault: String, CaseIterable, CustomTestStringConvertible {
  case unreachable, silence, broken, tooLarge
  case moved, unauthorized, forbidden, gone, tooMany, unavailable, cannotGet
  case html, errorObject, message, blank, cut, byteOrderMark, badText, twoTexts
  case noData, dataNoList, noLinks, linksNoList, linkNoObject, nextNoText, twoNexts

  var testDescription: String { rawValue }

  /// What becomes of the answer.
  func answer(_ good: HTTPResponse) -> Result<HTTPResponse, HTTPFault> {
    switch self {
    case .unreachable: .failure(HTTPFault(.unreachable, "refused"))
    case .silence: .failure(HTTPFault(.timeout, "the time was up"))
    case .broken: .failure(HTTPFault(.broken, "reset"))
    case .tooLarge: .failure(HTTPFault(.tooLarge, "too large"))
    case .moved: .success(HTTPResponse(status: 302))
    case .unauthorized: .success(HTTPResponse(status: 401, body: Array(Self.v1Error.utf8)))
    case .forbidden: .success(HTTPResponse(status: 403, body: Array(Self.messageError.utf8)))
    case .gone: .success(HTTPResponse(status: 404, body: Array(Self.messageError.utf8)))
    case .tooMany: .success(HTTPResponse(status: 429))
    case .unavailable: .success(HTTPResponse(status: 503))
    case .cannotGet: .success(HTTPResponse(status: 404, body: Array("<p>Cannot GET</p>".utf8)))
    default: .success(HTTPResponse(status: 200, body: body(good)))
    }
  }

  private func body(_ good: HTTPResponse) -> [UInt8] {
    switch self {
    case .html: Array("<html>Log in</html>".utf8)
    case .errorObject: Array(#"{"error":"server_error","data":[],"links":[]}"#.utf8)
    case .message: Array(Self.messageError.utf8)
    case .blank: []
    case .cut: good.body.dropLast()
    case .byteOrderMark: [0xEF, 0xBB, 0xBF] + good.body
    case .badText:
      good.replacing(#"{"data":"#, with: #"{"x":"!","data":"#).body.map { $0 == 0x21 ? 0xFF : $0 }
    case .twoTexts: good.body + good.body
    case .noData: good.replacing(#"{"data":"#, with: #"{"date":"#).body
    case .dataNoList: Array(#"{"data":{},"links":[]}"#.utf8)
    case .noLinks: good.replacing(#""links":"#, with: #""lynx":"#).body
    case .linksNoList: Array(#"{"data":[],"links":{}}"#.utf8)
    case .linkNoObject: good.replacing(#""links":["#, with: #""links":[7,"#).body
    case .nextNoText:
      good.replacing(#""links":["#, with: #""links":[{"rel":"next","uri":7},"#).body
    default:
      good.replacing(
        #""links":["#,
        with: #""links":[{"rel":"next","uri":"/x"},{"rel":"next","uri":"/y"},"#
      ).body
    }
  }

  private static let v1Error = #"{"code":101,"error":"Unrecognized token string","data":{}}"#
  private static let messageError = #"{"message":"Resource not found for ana@school.example"}"#
}

@Suite("A listing that goes wrong on the way")
struct ListingFaultTests {
  /// The district, five pages of people, of which the last is blank, their count, terms, courses, and
  /// two pages of sections.
  private static let requests = 11

  @Test("Whatever goes wrong with whichever page, nothing ends", arguments: PageFault.allCases)
  func fault(_ fault: PageFault) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    for faulty in 0..<Self.requests {
      // A listing that was stopped before that begins anew.
      school.time.advance(seconds: 2 * 3600)
      district.tamper { number, good in
        number >= faulty ? fault.answer(good) : .success(good)
      }
      let error = await #expect(throws: ProvisioningError.self, "at request \(faulty)") {
        try await school.bringIn(district)
      }
      let words = error.map { "\($0) \($0.debugDescription)" } ?? ""
      #expect(!words.contains("canary") && !words.contains("school.example"))
      #expect(try await school.contents() == before)
    }
    district.tamper(nil)
    #expect(try await school.bringIn(district).report.changesNothing)
  }

  /// Where the next page would be.
  private static let wrongLinks = [
    "http://evil.test/v3.1/users", "https://evil.test/v3.1/users", "//evil.test/v3.1/users",
    "https://clever.test.evil.test/v3.1/users", "https://clever.test@evil.test/v3.1/users",
    "@evil.test/v3.1/users", ".evil.test/v3.1/users", "/v3.1/sections", "/v3.0/users",
    "/v3.1/users/../sections", "?starting_after=1", "", "/v3.1/users\\u0000", "/v3.1/users#x",
    // Back to the first page, and past records that were not given.
    "/v3.1/users?limit=3", "/v3.1/users?limit=3&starting_after=a00000000000000000000007",
  ]

  @Test("A link that leads elsewhere, back, or too far is not followed", arguments: wrongLinks)
  func link(_ link: String) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    let good = "/v3.1/users?limit=3&starting_after=\(Written.id("a", 3))"
    district.tamper { number, answer in
      .success(number == 1 ? answer.replacing(#""\#(good)""#, with: #""\#(link)""#) : answer)
    }
    await #expect(throws: ProvisioningError.self) { try await school.bringIn(district) }
    #expect(district.requests.count == 2)
    #expect(try await school.contents() == before)
  }

  @Test("A link with our own host is followed as its path is")
  func ownHost() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    district.tamper { _, answer in
      .success(
        answer.replacing(#""next","uri":""#, with: #""next","uri":"https://clever.test:443"#))
    }
    #expect(try await school.bringIn(district).report.accounts.created == 12)
    #expect(district.requests.allSatisfy { $0.url.hasPrefix("https://clever.test/v3.1/") })
  }

  @Test("Pages in a circle end, at whichever page it begins")
  func circles() async throws {
    for length in 1...3 {
      let (school, district) = (DataSchool(), StubDistrict.small())
      district.tamper { number, answer in
        guard number == length + 1 else { return .success(answer) }
        var page = HTTPResponse(status: 200)
        page.body = Array(
          (#"{"data":[{"data":\#(Written.student(90))}],"links":[{"rel":"next","#
            + #""uri":"/v3.1/users?limit=3&starting_after=\#(Written.id("a", 3))"}]}"#).utf8)
        return .success(page)
      }
      await #expect(throws: ProvisioningError.self) { try await school.bringIn(district) }
      #expect(district.requests.count == length + 2)
    }
  }

  @Test("A page that is given twice under two addresses ends the listing")
  func repeatedPage() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    let first = Kept()
    district.tamper { number, answer in
      if number == 1 { first.keep(answer) }
      guard number == 2 else { return .success(answer) }
      let last = Written.id("a", 3)
      return .success(
        first.kept.replacing("starting_after=\(last)", with: "starting_after=\(last)&again=1"))
    }
    let error = await #expect(throws: ProvisioningError.self) { try await school.bringIn(district) }
    #expect(error?.reason?.contains("repeats") == true)
    #expect(district.requests.count == 3)
  }

  @Test("A page that is cut to fewer records, or to none, while the list goes on is no page")
  func cutPages() async throws {
    for kept in ["", #"{"data":\#(Written.student(1))}"#] {
      let (school, district) = (DataSchool(), StubDistrict.small())
      try await school.bringIn(district)
      let before = try await school.contents()
      district.tamper { number, answer in
        guard number == 1 else { return .success(answer) }
        let links = String(decoding: answer.body, as: UTF8.self).split(separator: #""links":"#)[1]
        return .success(
          HTTPResponse(status: 200, body: Array(#"{"data":[\#(kept)],"links":\#(links)"#.utf8)))
      }
      await #expect(throws: ProvisioningError.self) { try await school.bringIn(district) }
      #expect(try await school.contents() == before)
    }
  }

  @Test("A full page that has lost its link to the next is not the last", arguments: 0...9)
  func lostLink(_ lossy: Int) async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    district.tamper { number, answer in
      .success(number == lossy ? answer.replacing(#""rel":"next""#, with: #""rel":"x""#) : answer)
    }
    #expect(try await school.bringIn(district).report.changesNothing)
  }

  @Test("A page that is left out is missed, as Clever counts")
  func skippedPage() async throws {
    let (school, district) = (DataSchool(), StubDistrict.small())
    try await school.bringIn(district)
    let before = try await school.contents()
    let (second, third) = (Written.id("c", 2), Written.id("c", 4))
    let skipped = district.answer("/v3.1/sections?limit=2&starting_after=\(third)")
    district.tamper { [weak district] _, answer in
      let isSecond = district?.paths.last?.hasSuffix("starting_after=\(second)") == true
      return .success(isSecond ? skipped : answer)
    }
    let error = await #expect(throws: ProvisioningError.self) {
      try await school.bringIn(district, pageSize: 2)
    }
    #expect(error?.reason == "It has fewer records than Clever counts.")
    #expect(try await school.contents() == before)
  }

  @Test("A listing costs no more than its limits: pages, bytes, time")
  func limits() async throws {
    for (change, reason) in Self.caps {
      let district = StubDistrict.small()
      var limits = CleverDataLimits()
      change(&limits)
      district.tamper { [weak district] _, answer in
        district?.advance(seconds: 10)
        return .success(answer)
      }
      let importer = try district.importer(limits: limits, pageSize: 3)
      let error = await #expect(throws: ProvisioningError.self) { try await everyPage(importer) }
      #expect(error?.reason == reason)
    }
  }

  private static let caps: [(@Sendable (inout CleverDataLimits) -> Void, String)] = [
    ({ $0.pages = 2 }, "It has too many pages."), ({ $0.bytes = 1500 }, "It is too large."),
    ({ $0.seconds = 15 }, "It takes too long."),
  ]

  @Test("A cancelled transfer ends the import as cancelled")
  func cancelled() async throws {
    let district = StubDistrict.small()
    district.tamper { number, answer in
      number == 2 ? .failure(HTTPFault(.cancelled, "cancelled")) : .success(answer)
    }
    let error = await #expect(throws: ProvisioningError.self) {
      try await DataSchool().bringIn(district)
    }
    #expect(error?.code == .cancelled)
  }
}
