import Foundation
import HTTPTypes
import Hummingbird

extension Response {
  /// JSON, as Clever sends it.
  static func json(_ json: JSON, status: Int = 200) -> Response {
    .bytes(json.bytes, type: "application/json; charset=utf-8", status: status)
  }

  static func html(_ text: String, status: Int = 200) -> Response {
    .bytes(Array(text.utf8), type: "text/html; charset=utf-8", status: status)
  }

  static func bytes(_ bytes: [UInt8], type: String, status: Int) -> Response {
    Response(
      status: HTTPResponse.Status(code: status),
      headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Sends a browser on, with GET.
  static func seeOther(_ location: String) -> Response {
    Response(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"])
  }

  /// What Clever answers on a path that the token may not read, or that is none.
  static func cannot(_ request: Request) -> Response {
    .html(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Error</title>
      </head>
      <body>
      <pre>Cannot \(request.method.rawValue) \(escaped(request.uri.path))</pre>
      </body>
      </html>

      """, status: 404)
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }

  init(_ error: OAuthError) { self = .json(error.json, status: error.status) }
}

extension Request {
  /// The query's fields.
  var query: Form { Form(encoded: uri.query ?? "") }

  /// The text behind a scheme of `Authorization`.
  func authorization(_ scheme: String) -> String? {
    guard let value = headers[.authorization] else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == scheme else { return nil }
    return String(parts[1])
  }

  /// The value of the sandbox's own cookie.
  var sessionSecret: String? { cookies[SandboxCookie.name]?.value }

  /// The body's text.
  func text(_ context: SandboxContext) async throws -> String {
    String(buffer: try await body.collect(upTo: context.maxUploadSize))
  }
}

/// The cookie of those who are signed in at the sandbox.
enum SandboxCookie {
  static let name = "clever_sandbox_session"

  static func setting(_ secret: String) -> Cookie {
    Cookie(name: name, value: secret, path: "/", secure: false, httpOnly: true, sameSite: .lax)
  }

  static let clearing = Cookie(
    name: name, value: "", maxAge: 0, path: "/", secure: false, httpOnly: true, sameSite: .lax)
}
