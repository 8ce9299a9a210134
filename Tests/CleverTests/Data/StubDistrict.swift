import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import Synchronization

/// A district at Clever's, in lists of records that are given out in pages, as a transport.
final class StubDistrict: HTTPTransport {
  typealias Answer = Result<HTTPResponse, HTTPFault>

  /// The records of each list by the list's path, in the order of their IDs.
  private let lists: Mutex<[String: [String]]>
  private let asked = Mutex<[HTTPRequest]>([])
  private let tampering = Mutex<(@Sendable (Int, HTTPResponse) -> Answer)?>(nil)
  private let slept = Mutex<[Duration]>([])
  private let clock = Mutex(1_000_000)

  /// The district itself is there in every version, unless the lists say otherwise.
  init(_ lists: [String: [String]]) {
    let districts = CleverVersion.allCases.map {
      ("/\($0.rawValue)/districts", [Written.district()])
    }
    self.lists = Mutex(lists.merging(districts) { given, _ in given })
  }

  subscript(_ path: String) -> [String] {
    get { lists.withLock { $0[path] ?? [] } }
    set { lists.withLock { $0[path] = newValue } }
  }

  /// Makes another answer of the one to request number n, from 0.
  func tamper(_ change: (@Sendable (Int, HTTPResponse) -> Answer)?) {
    asked.withLock { $0 = [] }
    tampering.withLock { $0 = change }
  }

  var requests: [HTTPRequest] { asked.withLock { $0 } }
  /// What was asked, in order.
  var paths: [String] { requests.map { String($0.url.dropFirst(Self.host.count)) } }
  /// What was waited for.
  var pauses: [Duration] { slept.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    let number = asked.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    let change = tampering.withLock { $0 }
    let answer = answer(String(request.url.dropFirst(Self.host.count)))
    guard let change else { return answer }
    return try change(number, answer).get()
  }

  /// The answer without any tampering.
  func answer(_ target: String) -> HTTPResponse {
    let parts = target.split(separator: "?", maxSplits: 1)
    let path = String(parts[0])
    guard let records = lists.withLock({ $0[path] }) else {
      return HTTPResponse(status: 404, body: Array("<pre>Cannot GET</pre>".utf8))
    }
    var limit = 100
    var after = ""
    var before: String?
    var count = ""
    var query = ""
    for field in parts.dropFirst().flatMap({ $0.split(separator: "&") }) {
      let pair = field.split(separator: "=", maxSplits: 1).map(String.init)
      if pair == ["count", "true"] { count = #","count":\#(records.count)"# }
      if pair[0] == "ending_before" { before = pair[1] }
      if pair[0] == "limit" { limit = Int(pair[1]) ?? limit }
      if pair[0] == "starting_after" { after = pair[1] } else { query += "\(field)&" }
    }
    let rest =
      before.map { end in records.filter { Self.id(in: $0) < end }.suffix(limit) }
      ?? records.filter { Self.id(in: $0) > after }
    var links = [#"{"rel":"self","uri":"\#(target)"}"#]
    if rest.count > limit {
      let last = Self.id(in: rest[limit - 1])
      links.append(#"{"rel":"next","uri":"\#(path)?\#(query)starting_after=\#(last)"}"#)
    }
    let page = rest.prefix(limit).map { #"{"data":\#($0),"uri":"\#(path)"}"# }
    let body =
      #"{"data":[\#(page.joined(separator: ","))],"links":[\#(links.joined(separator: ","))]\#(count)}"#
    return HTTPResponse(status: 200, body: Array(body.utf8))
  }

  /// The ID in a record, which every one here begins with.
  private static func id(in record: String) -> String {
    String(record.split(separator: "\"", maxSplits: 4, omittingEmptySubsequences: false)[3])
  }

  static let host = "https://clever.test"
}

extension StubDistrict {
  /// A reader of this district that never really waits.
  func data(
    _ version: CleverVersion = .v31, tries: Int = 2, limits: CleverDataLimits = CleverDataLimits()
  ) throws -> CleverData {
    var retries = CleverData.patience
    retries.tries = tries
    var data = try CleverData(
      token: Secret("canary-token"), version: version, hosts: .sandbox(at: Self.host),
      transport: self, retries: retries, limits: limits)
    data.surroundings = HTTPRetries.Surroundings(
      now: { self.clock.withLock { $0 } },
      sleep: { pause in
        self.slept.withLock { $0.append(pause) }
        self.clock.withLock { $0 += Int(pause.components.seconds) }
      }, random: { 0.5 })
    return data
  }

  /// An importer of all of it.
  func importer(
    _ version: CleverVersion = .v31, tries: Int = 2, limits: CleverDataLimits = CleverDataLimits(),
    pageSize: Int? = 1000
  ) throws -> CleverDistrictImporter {
    CleverDistrictImporter(
      try data(version, tries: tries, limits: limits), district: Written.districtID,
      pageSize: pageSize)
  }

  /// Lets time pass with each look at the clock.
  func advance(seconds: Int) { clock.withLock { $0 += seconds } }
}

/// Records as Clever writes them. IDs are 24 hexadecimal digits, and ascend with the number.
enum Written {
  static func id(_ kind: Character, _ number: Int) -> String {
    let digits = String(number)
    return "\(kind)" + String(repeating: "0", count: 23 - digits.count) + digits
  }

  static func student(_ number: Int, name: String = "Ana") -> String {
    #"{"id":"\#(id("a", number))","district":"d1","name":{"first":"\#(name)","last":"Oak","middle":""},"#
      + #""email":"s\#(number)@school.example","roles":{"student":{"sis_id":"\#(number)","grade":"9","#
      + #""school":"s1","schools":["s1"],"dob":"2/11/2007","gender":"F","ext":{},"unknown":[1,{}]}}}"#
  }

  static func teacher(_ number: Int) -> String {
    #"{"id":"\#(id("b", number))","district":"d1","name":{"first":"Bo","last":"Elm"},"email":"","#
      + #""roles":{"teacher":{"legacy_id":"\#(id("9", number))","sis_id":"\#(number)","schools":["s1"]}}}"#
  }

  static func section(
    _ number: Int, teachers: [Int], students: [Int], name: String = "Biology", term: String = "7000"
  ) -> String {
    let taught = teachers.map { id("b", $0) }
    return section(
      number, name: name, term: term, teachers: taught, students: students.map { id("a", $0) })
  }

  static func section(
    _ number: Int, name: String, term: String, teachers: [String], students: [String]
  ) -> String {
    let quoted = { (ids: [String]) in ids.map { "\"\($0)\"" }.joined(separator: ",") }
    return
      #"{"id":"\#(id("c", number))","district":"d1","school":"s1","name":"\#(name)","sis_id":"\#(number)","#
      + #""subject":"science","grade":"9","period":"4","section_number":"","course":"c0","term_id":"\#(term)","#
      + #""teacher":\#(teachers.first.map { "\"\($0)\"" } ?? "null"),"teachers":[\#(quoted(teachers))],"#
      + #""students":[\#(quoted(students))],"ext":{"room":"A1"}}"#
  }

  /// The district that all of them are of.
  static let districtID = CleverID("d1")!

  static func district(_ id: String = "d1", state: String = "running") -> String {
    #"{"id":"\#(id)","name":"Oakdale","state":"\#(state)","pause_start":"","login_methods":[]}"#
  }

  static let term =
    #"{"id":"7000","district":"d1","name":"Fall","start_date":"2025-08-01","#
    + #""end_date":"2026-06-12T00:00:00.000Z"}"#
  static let course = #"{"id":"c0","district":"d1","name":"Life","number":"101"}"#
}

extension StubDistrict {
  /// Ten students, two teachers and five sections in v3.1, and what the sections name.
  static func small() -> StubDistrict {
    StubDistrict([
      "/v3.1/users": (1...10).map { Written.student($0) } + (1...2).map { Written.teacher($0) },
      "/v3.1/terms": [Written.term], "/v3.1/courses": [Written.course],
      "/v3.1/sections": (1...5).map { number in
        Written.section(
          number, teachers: number == 1 ? [1, 2] : [1], students: [number, number + 1, number + 5])
      },
    ])
  }
}
