import Testing

@testable import Provisioning

struct IdentifierTableTests {
  @Test func numbersAreGivenInOrderAndFoundAgain() {
    var table = IdentifierTable()
    let texts = (0..<5000).map { "id-\($0 * 7919 % 5000)" } + ["", "id-1", "id"]
    var numbers: [String: UInt32] = [:]
    for text in texts {
      let (number, isNew) = table.insert(Array(text.utf8).span)
      #expect(isNew == (numbers[text] == nil))
      #expect(number == numbers[text] ?? UInt32(numbers.count))
      numbers[text] = number
    }
    #expect(table.count == numbers.count)
    for (text, number) in numbers {
      #expect(table.number(of: Array(text.utf8).span) == number)
      #expect(table.text(number) == text)
      #expect(table.text(number, after: "student/") == "student/" + text)
    }
    #expect(table.number(of: Array("id-5000".utf8).span) == nil)
  }
}
