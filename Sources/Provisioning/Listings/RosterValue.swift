/// Values of rosters in the words of Clever's API, so that a person is the same by whatever way.
package enum RosterValue {
  /// `M`, `F` or `X`; also from `male` and `female`, in any case. `nil` if it is none of them.
  package static func gender(_ text: String) -> String? {
    switch lowercasedASCII(text) {
    case "m", "male": "M"
    case "f", "female": "F"
    case "x": "X"
    default: nil
    }
  }

  /// A day, from `M/D/YY`, `MM/DD/YYYY` or `yyyy-mm-dd`; two-digit years 00 to 49 are of this
  /// century. `nil` if it is none of them, or there is no such day.
  package static func date(_ text: String) -> CivilDate? {
    if let (values, digits) = numbers(in: text, separator: 0x2F) {
      guard digits[0] <= 2, digits[1] <= 2, digits[2] == 4 || digits[2] == 2 else { return nil }
      let century = digits[2] == 4 ? 0 : values[2] < 50 ? 2000 : 1900
      return CivilDate(year: values[2] + century, month: values[0], day: values[1])
    }
    if let (values, digits) = numbers(in: text, separator: 0x2D), digits == [4, 2, 2] {
      return CivilDate(year: values[0], month: values[1], day: values[2])
    }
    return nil
  }

  /// Three numbers of one to four digits each, and how many; vectors, because they take no heap.
  private static func numbers(
    in text: String, separator: UInt8
  ) -> (values: SIMD3<Int>, digits: SIMD3<Int>)? {
    var values = SIMD3<Int>()
    var digits = SIMD3<Int>()
    var place = 0
    for byte in text.utf8 {
      if byte == separator, digits[place] > 0, place < 2 {
        place += 1
      } else if (0x30...0x39).contains(byte), digits[place] < 4 {
        values[place] = values[place] * 10 + Int(byte - 0x30)
        digits[place] += 1
      } else {
        return nil
      }
    }
    return place == 2 && digits[2] > 0 ? (values, digits) : nil
  }
}
