import Glibc
public import Provisioning

extension Environment {
  /// The system's clock and random source.
  ///
  /// Names of accounts, entries, runs and held items begin with the time, so that they sort by it:
  /// a letter, 9 characters of milliseconds and 10 random ones (50 bits). Accounts that a run makes
  /// have the run's characters and, in 5 or more, the place in its listing. Tickets are 26 random
  /// characters (130 bits) and tell nothing.
  public static let system = Environment(
    now: { Timestamp(milliseconds: millisecondsNow()) },
    makeName: { purpose in
      var generator = SystemRandomNumberGenerator()
      let letter = String(purpose.rawValue)
      if purpose == .ticket { return letter + randomCharacters(26, &generator) }
      return letter + characters(of: UInt64(millisecondsNow()), count: 9)
        + randomCharacters(10, &generator)
    },
    makeAccountName: { run, place in
      let letter = String(Purpose.account.rawValue)
      let count = max(5, (UInt64.bitWidth - place.leadingZeroBitCount + 4) / 5)
      return letter + run.rawValue.dropFirst() + characters(of: UInt64(place), count: count)
    })
}

private func millisecondsNow() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Crockford's alphabet: digits and letters without those that are misread.
private let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

private func characters(of number: UInt64, count: Int) -> String {
  String(unsafeUninitializedCapacity: count) { buffer in
    for place in 0..<count {
      buffer[place] = alphabet[Int(number >> UInt64(5 * (count - 1 - place)) & 31)]
    }
    return count
  }
}

private func randomCharacters(
  _ count: Int, _ generator: inout SystemRandomNumberGenerator
) -> String {
  var text = ""
  var left = count
  while left > 0 {
    let take = min(left, 12)
    text += characters(of: generator.next(), count: take)
    left -= take
  }
  return text
}
