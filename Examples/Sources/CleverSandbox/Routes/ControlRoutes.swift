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
    group.post("changes") { try await apply(try await decode($0, $1) as Change) }
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

  private func decode<Body: ControlBody>(
    _ request: Request, _ context: SandboxContext
  ) async throws -> Body {
    let text = try await request.text(context)
    do { return try Body(control: text) } catch { throw error.response }
  }

  /// Changes the state, or says why not.
  func change<Result: Sendable>(
    _ body: @Sendable (inout SandboxState) throws(ControlRefusal) -> Result
  ) async throws -> Result {
    do { return try await sandbox.with(body) } catch { throw error.response }
  }

  private func advance(_ step: ClockStep) async throws -> Response {
    let now = try await change { state throws(ControlRefusal) in
      try state.move(by: step.advance)
      return state.now
    }
    return .json(["now": .string(now.formatted(.iso8601))])
  }

  private func apply(_ wish: Change) async throws -> Response {
    let (id, events) = try await change { state throws(ControlRefusal) in try state.apply(wish) }
    return .json(["id": .string(id), "events": .int(events)])
  }

  private func addFault(_ fault: Fault) async throws -> Response {
    let count = await sandbox.with { state in
      state.faults.append(fault)
      return state.faults.count
    }
    return .json(["faults": .int(count)])
  }

  private func apply(_ wish: AppChange, to id: String) async throws -> Response {
    try await change { state throws(ControlRefusal) in try state.apply(wish, to: id) }
    return .json([:])
  }
}

struct ClockStep: ControlBody {
  enum CodingKeys: String, CodingKey, CaseIterable { case advance }

  /// In seconds.
  let advance: Double
}
