import Provisioning
import ProvisioningClever
import ProvisioningHTTP
import ProvisioningTesting

extension StubDistrict {
  static let events = "/v3.1/events"

  /// The small district, of which events are told: one so far.
  static func eventful() -> StubDistrict {
    let district = small()
    district.tell("users.updated", Written.student(1))
    return district
  }

  /// Tells an event.
  func tell(_ type: String, _ object: String, previous: String = "{}") {
    let number = self[Self.events].count + 1
    self[Self.events].append(
      #"{"id":"\#(Written.id("e", number))","type":"\#(type)","created":"2026-01-02T03:04:05.000Z","#
        + #""data":{"object":\#(object),"previous_attributes":\#(previous)}}"#)
  }

  /// Gives a list's record another form, and tells an event of it.
  func update(_ path: String, _ place: Int, _ record: String, previous: String = "{}") {
    self[path][place] = record
    tell("\(path.dropFirst("/v3.1/".count)).updated", record, previous: previous)
  }
}

extension DataSchool {
  /// Brings the district up to date.
  @discardableResult
  func sync(
    _ district: StubDistrict, _ way: CleverDistrictSync.Way = .asNeeded,
    limit: RemovalLimit = .none, over transport: (any HTTPTransport)? = nil
  ) async throws -> CleverSyncOutcome {
    var data = try district.data()
    if let transport {
      data = try CleverData(
        token: Secret("canary-token"), hosts: .sandbox(at: StubDistrict.host), transport: transport,
        retries: HTTPRetries(tries: 1))
    }
    var sync = CleverDistrictSync(data, district: Written.districtID, provisioner: door)
    sync.pageSize = 3
    return try await sync.run(way, limit: limit, by: by)
  }

  /// What is kept of where the next sync begins.
  var cursor: Record? {
    get async throws {
      await store.record(Record.Key(Record.Kind(rawValue: "cursor"), "clever/d1"))
    }
  }

  /// Who and what is there, without how accounts are called.
  func roster() async throws -> [String] {
    let snapshot = try await Snapshot(of: store)
    return snapshot.links.map { link in
      "\(link.key) \(link.state.profile.columns.sorted { $0.key < $1.key })"
    }
      + snapshot.sections.map { "\($0.key) \($0.state)" }
      + snapshot.assertions.map { "\($0.section) \($0.key) \($0.state)" }
  }
}
