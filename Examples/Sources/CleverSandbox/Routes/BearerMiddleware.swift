import Foundation
import HTTPTypes
import Hummingbird

/// Lets only those into the Data API who have a token, counts their requests, and tells them of the count.
struct BearerMiddleware: RouterMiddleware {
  typealias Context = SandboxContext

  let sandbox: Sandbox

  func handle(
    _ request: Request, context: SandboxContext,
    next: (Request, SandboxContext) async throws -> Response
  ) async throws -> Response {
    guard let version = DataPath.version(of: request.uri.path) else {
      return try await next(request, context)
    }
    let value = request.authorization("bearer") ?? ""
    let answer = await sandbox.with { state in
      state.bearer(of: value).map { ($0, state.count($0.token)) }
    }
    guard let (bearer, window) = answer else { return refusal(version) }
    var response: Response
    if window.used > RateWindow.limit {
      response = .json(["message": "Too many requests"], status: 429)
    } else {
      var context = context
      context.bearer = bearer
      response = try await next(request, context)
    }
    response.headers.append(contentsOf: fields(of: window))
    return response
  }

  private func refusal(_ version: String) -> Response {
    guard version < "v2" else {
      return .json(["message": "Unauthorized: unrecognized token"], status: 401)
    }
    var response = Response.json(
      ["code": 101, "error": "Unrecognized token string", "data": [:]], status: 401)
    response.headers[.wwwAuthenticate] = "Bearer"
    return response
  }

  private func fields(of window: RateWindow) -> [HTTPField] {
    [
      ("x-ratelimit-bucket", "bearer"), ("x-ratelimit-limit", "\(RateWindow.limit)"),
      ("x-ratelimit-remaining", "\(window.remaining)"),
      ("x-ratelimit-reset", "\(Int(window.reset.timeIntervalSince1970.rounded(.up)))"),
    ].compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }
  }
}

/// Which paths are the Data API's.
enum DataPath {
  /// The version that a path names, "" for `/me` without one; `nil` for other paths.
  static func version(of path: String) -> String? {
    if path == "/me" { return "" }
    let first = path.split(separator: "/").first.map(String.init) ?? ""
    return first.hasPrefix("v") && first.dropFirst().first?.isNumber == true ? first : nil
  }
}
