import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Counts requests, and lets go wrong what is to go wrong. The sandbox's own paths are left alone.
struct FaultMiddleware: RouterMiddleware {
  typealias Context = SandboxContext

  let sandbox: Sandbox

  func handle(
    _ request: Request, context: SandboxContext,
    next: (Request, SandboxContext) async throws -> Response
  ) async throws -> Response {
    let (method, path) = (request.method.rawValue, request.uri.path)
    guard path != "/sandbox", !path.hasPrefix("/sandbox/") else {
      return try await next(request, context)
    }
    let (fault, now) = await sandbox.with { state in
      state.requests["\(method) \(path)", default: 0] += 1
      return (state.takeFault(method, path), state.now)
    }
    guard let fault else { return try await next(request, context) }
    if let answer = fault.answer { return fault.heading(answer, at: now) }
    if fault.kind == .delay { try await Task.sleep(for: .seconds(fault.seconds ?? 1)) }
    var context = context
    if fault.kind.isOfPages { context.pageFault = fault }
    let response = try await next(request, context)
    switch fault.kind {
    case .lost:
      try await context.channel.close()
      return response
    case .cut: return response.pieces(of: fault.bytes ?? 0, pause: nil)
    case .drip: return response.pieces(of: max(1, fault.bytes ?? 1), pause: fault.seconds ?? 0.1)
    default: return response
    }
  }
}

extension Fault {
  /// The answer with the fields of its head that the fault has.
  fileprivate func heading(_ answer: Response, at now: Date) -> Response {
    var (answer, fields) = (answer, headers ?? [:])
    if let reset {
      fields["x-ratelimit-remaining"] = "0"
      fields["x-ratelimit-reset"] = "\(Int(now.timeIntervalSince1970.rounded(.up)) + reset)"
    }
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { answer.headers[name] = value }
    }
    return answer
  }

  /// The answer, if nothing is done but to answer.
  fileprivate var answer: Response? {
    switch kind {
    case .status:
      .json(["message": "The sandbox was told to fail."], status: status ?? 500)
    case .html:
      .html(
        "<!DOCTYPE html>\n<title>Error</title>\n<p>Something went wrong.\n", status: status ?? 200)
    case .json:
      .bytes(
        Array(#"{"data":{"id":"5faa"#.utf8), type: "application/json; charset=utf-8",
        status: status ?? 200)
    default: nil
    }
  }
}

extension Response {
  /// The same answer with its body in pieces: with a pause after each, or with the first alone before the
  /// connection ends.
  fileprivate func pieces(of size: Int, pause: Double?) -> Response {
    var response = self
    let body = body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      let inner = PieceWriter(size: size, pause: pause, parent: writer)
      try await body.write(inner)
    }
    return response
  }
}

private struct HangUp: Error {}

private struct PieceWriter: ResponseBodyWriter {
  let size: Int
  /// `nil` if the connection ends after the first piece.
  let pause: Double?
  var parent: any ResponseBodyWriter

  mutating func write(_ buffer: ByteBuffer) async throws {
    var rest = buffer
    while let piece = rest.readSlice(length: min(size, rest.readableBytes)) {
      try await parent.write(piece)
      guard let pause else { throw HangUp() }
      if rest.readableBytes == 0 { return }
      try await Task.sleep(for: .seconds(pause))
    }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    try await parent.finish(trailingHeaders)
  }
}
