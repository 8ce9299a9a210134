import CleverSandbox
import Testing

@Test func `JSON is written with its keys in order`() {
  let json: JSON = ["b": 1, "a": ["x/y", true]]
  #expect(json.text == #"{"a":["x/y",true],"b":1}"#)
}
