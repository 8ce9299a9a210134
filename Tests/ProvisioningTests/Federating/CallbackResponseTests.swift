import Testing

@testable import Provisioning

@Suite("What a callback's address says")
struct CallbackResponseTests {
  @Test("A code, a state and what nobody knows")
  func code() {
    let response = CallbackResponse(query: "code=a%2Fb+c&scope=read%3Ax&state=s-1&x=%ZZ")
    #expect(response.answer == .code(Secret("a/b c")))
    #expect(response.state == Secret("s-1"))
  }

  @Test("A token stands in the fragment only, a code in the query only")
  func fragment() {
    let text = "access_token=t&state=s&code=c"
    #expect(CallbackResponse(fragment: text).answer == .token(Secret("t")))
    #expect(CallbackResponse(query: text).answer == .code(Secret("c")))
    #expect(CallbackResponse(fragment: "code=c").answer == .nothing)
  }

  @Test("An error wins over a code beside it, in query and fragment")
  func error() {
    #expect(CallbackResponse(query: "error=access_denied&code=c").answer == .error("access_denied"))
    #expect(CallbackResponse(fragment: "error=x&access_token=t").answer == .error("x"))
  }

  @Test("A blank parameter is none")
  func blank() {
    let response = CallbackResponse(query: "code=&state=&error")
    #expect(response.answer == .nothing && response.state == nil)
  }

  @Test(
    "What can be read in two ways, or is too long, is not read at all",
    arguments: [
      "state=a&state=b&code=c", "code=a&code=b", "code=%", "code=%4", "code=%+1",
      "code=%C3%A9", "code=a%00b", "state=%0d%0a&code=c", "code=%FF",
      "code=c&state=" + String(repeating: "s", count: 513),
      "code=" + String(repeating: "c", count: 2049), String(repeating: "&", count: 9_000),
      "code=a&st%61te=b&state=c",
    ])
  func malformed(query: String) {
    #expect(CallbackResponse(query: query).answer == .malformed)
  }

  @Test("Its description tells neither code nor state")
  func description() {
    let text = "\(CallbackResponse(query: "code=canary&state=canary"))"
    #expect(text == "CallbackResponse(code, state)")
  }
}
