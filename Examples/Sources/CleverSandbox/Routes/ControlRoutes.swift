import Foundation
import Hummingbird

/// What tests and people turn at the sandbox, and Clever has not.
struct ControlRoutes: Sendable {
  let sandbox: Sandbox

  func add(to router: Router<SandboxContext>) {
    let group = router.group("sandbox")
    group.post("clock") { try await advance(try await decode($0, $1)) }
    group.post("faults") { try await addFault(try await decode($0, $1)) }
    group.delete("faults") { _, _ in
      await sandbox.with { $0.faults = [] }
      return Response.json([:])
    }
    group.post("changes") { try await change(try await decode($0, $1)) }
    group.get("requests") { _, _ in
      Response.json(.object(await sandbox.with { $0.requests.mapValues(JSON.int) }))
    }
    group.delete("requests") { _, _ in
      await sandbox.with { $0.requests = [:] }
      return Response.json([:])
    }
    group.post("apps/:id") { request, context in
      let change: AppChange = try await decode(request, context)
      return try await apply(change, to: context.parameters.require("id"))
    }
    group.post("codes") { try await makeCode(try await decode($0, $1)) }
    group.post("tokens") { try await makeToken(try await decode($0, $1)) }
    group.get("users") { request, _ in await users(request.query) }
  }

  private func decode<Value: Decodable>(
    _ request: Request, _ context: SandboxContext
  ) async throws -> Value {
    let text = try await request.text(context)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch {
      throw HTTPError(.badRequest, message: "The body cannot be used: \(error)")
    }
  }

  private func advance(_ step: ClockStep) async throws -> Response {
    let now = await sandbox.with { state in
      state.advance += step.advance
      return state.now
    }
    return .json(["now": .string(now.formatted(.iso8601))])
  }

  private func change(_ change: Change) async throws -> Response {
    let outcome = await sandbox.with { state in
      Result { () throws(ChangeRefusal) in try state.apply(change) }
    }
    switch outcome {
    case .success(let (id, events)): return .json(["id": .string(id), "events": .int(events)])
    case .failure(let refusal):
      throw HTTPError(.badRequest, message: "The data cannot change: \(refusal.reason).")
    }
  }

  private func addFault(_ fault: Fault) async throws -> Response {
    let count = await sandbox.with { state in
      state.faults.append(fault)
      return state.faults.count
    }
    return .json(["faults": .int(count)])
  }

  private func apply(_ change: AppChange, to id: String) async throws -> Response {
    try await sandbox.with { state in
      guard var app = state.apps[id] else { throw HTTPError(.notFound, message: "no such app") }
      change.apply(to: &app)
      if let wants = change.events {
        app.eventsAfter = wants ? app.eventsAfter ?? state.eventCount : nil
      }
      state.apps[id] = app
      if let teachers = change.consents { state.consents[id] = Set(teachers) }
    }
    return .json([:])
  }
}

private struct ClockStep: Decodable {
  /// In seconds.
  let advance: Double
}

/// What is to be different at an app; what is left out stays.
private struct AppChange: Decodable, Sendable {
  var name: String?
  var redirectUris: [String]?
  var userTypes: Set<UserType>?
  var districts: Set<String>?
  var me: ClientApp.MeForm?
  var secureSync: Bool?
  var events: Bool?
  var consents: [String]?

  func apply(to app: inout ClientApp) {
    if let name { app.name = name }
    if let redirectUris { app.redirectURIs = redirectUris }
    if let userTypes { app.userTypes = userTypes }
    if let districts { app.districts = districts }
    if let me { app.me = me }
    if let secureSync { app.hasSecureSync = secureSync }
  }
}
