import Hummingbird

/// Answers as Clever does on paths that are none.
struct MissingMiddleware: RouterMiddleware {
  typealias Context = SandboxContext

  func handle(
    _ request: Request, context: SandboxContext,
    next: (Request, SandboxContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError
      where error.status == .notFound && !request.uri.path.hasPrefix("/sandbox/")
    {
      return .cannot(request)
    }
  }
}
