/// The Unix seconds of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may
/// write today (RFC 9110, section 5.6.7); `nil` for anything else. The day of the week is not checked.
func unixSeconds(httpDate text: String) -> Int? {
  let bytes = Array(text.utf8)
  guard bytes.count == 29, text.hasSuffix(" GMT"), bytes[3] == UInt8(ascii: ","),
    [4, 7, 11, 16].allSatisfy({ bytes[$0] == 0x20 }),
    [19, 22].allSatisfy({ bytes[$0] == UInt8(ascii: ":") })
  else { return nil }
  func number(_ range: Range<Int>) -> Int? {
    bytes[range].reduce(0 as Int?) { number, byte in
      guard let number, (0x30...0x39).contains(byte) else { return nil }
      return number * 10 + Int(byte - 0x30)
    }
  }
  guard let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)),
    let day = number(5..<7), (1...31).contains(day), let year = number(12..<16), year >= 1970,
    let hour = number(17..<19), hour < 24, let minute = number(20..<22), minute < 60,
    let second = number(23..<25), second <= 60
  else { return nil }
  return ((days(year, month + 1, day) * 24 + hour) * 60 + minute) * 60 + second
}

private let months = [
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

/// Days since 1 January 1970, by years that begin in March.
private func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let marchYear = month > 2 ? year : year - 1
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
  return marchYear * 365 + leapDays + dayOfYear - 719_468
}
