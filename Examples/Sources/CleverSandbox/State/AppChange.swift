/// What is to be different at an app; what is left out stays.
struct AppChange: ControlBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, districts, me, events, consents
    case redirectURIs = "redirect_uris"
    case userTypes = "user_types"
    case secureSync = "secure_sync"
  }

  var name: String?
  var redirectURIs: [String]?
  var userTypes: Set<UserType>?
  var districts: Set<String>?
  var me: ClientApp.MeForm?
  var secureSync: Bool?
  var events: Bool?
  /// Teachers who share their classes.
  var consents: Set<String>?
}

extension SandboxState {
  mutating func apply(_ change: AppChange, to id: String) throws(ControlRefusal) {
    guard var app = apps[id] else { throw .unknown(id, "app") }
    for district in change.districts ?? [] where directory.district(district) == nil {
      throw .unknown(district, "district")
    }
    for teacher in change.consents ?? [] where directory.person(teacher)?.teacher == nil {
      throw .unknown(teacher, "teacher")
    }
    if let name = change.name { app.name = name }
    if let uris = change.redirectURIs { app.redirectURIs = uris }
    if let types = change.userTypes { app.userTypes = types }
    if let districts = change.districts { app.districts = districts }
    if let form = change.me { app.me = form }
    if let sync = change.secureSync { app.hasSecureSync = sync }
    if let wants = change.events { app.eventsAfter = wants ? app.eventsAfter ?? eventCount : nil }
    if let teachers = change.consents { consents[id] = teachers }
    apps[id] = app
  }

  /// Moves the clock by so many seconds, and a century at most in all.
  mutating func move(by seconds: Double) throws(ControlRefusal) {
    guard abs(advance + seconds) <= 100 * 365 * 24 * 3600 else {
      throw ControlRefusal(reason: "the clock would be more than a century off")
    }
    advance += seconds
  }
}
