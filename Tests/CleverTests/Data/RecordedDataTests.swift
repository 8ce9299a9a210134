import Foundation
import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting
import Synchronization
import Testing

@Suite(
  "Lists that Clever gave",
  .enabled(
    if: Recorded.folder != nil,
    "set PROVISIONING_SAMPLES to the folder that holds clever-exchanges-v3.0"))
struct RecordedDataTests {
  @Test("People and sections as recorded come in, record by record, and again without a change")
  func listing() async throws {
    let school = DataSchool()
    let data = try CleverData(
      token: Secret("canary-token"), version: .v30, transport: Recording())
    let district = try #require(CleverID("58da8a43cc70ab00017a1a87"))
    let importer = CleverDistrictImporter(data, district: district, pageSize: nil)
    let outcome = try await school.bringIn(importer)
    #expect(outcome.notes.map(\.file) == ["/terms"])
    #expect(outcome.report.accounts.created == 200)
    #expect(outcome.report.sections.created == 200)
    let sections = try await Snapshot(of: school.store).sections
    #expect(sections.allSatisfy { $0.details.name != nil && $0.details.subject != nil })
    #expect(sections.contains { $0.details.course != nil })
    #expect(sections.allSatisfy { $0.details.district == district.rawValue })
    let again = try await school.bringIn(importer)
    #expect(again.report.changesNothing)
  }
}

/// Answers with recorded pages: two of people, two of sections, one of courses; no terms. The last
/// of each leads on, in the recording, to pages that are not here.
private struct Recording: HTTPTransport {
  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    let pages = [
      "/districts": ("client__districts", true), "/users": ("api__users", false),
      "/users?starting_after=58da8c63d7dc0ca068000478": ("api__users_with_starting_after", true),
      "/sections": ("client__sections", false),
      "/sections?starting_after=58da8c6b894273be68000255": ("client__sections_next__1", true),
      "/courses": ("api__courses_next__1", true),
    ]
    let path = String(request.url.dropFirst("https://api.clever.com/v3.0".count))
    guard let (name, isLast) = pages[path], let body = try? Recorded.body(name) else {
      return HTTPResponse(status: 404)
    }
    let answer = HTTPResponse(status: 200, body: body)
    return isLast ? answer.replacing(#""rel":"next""#, with: #""rel":"after""#) : answer
  }
}
