import Provisioning
import Testing

@Suite("Times and days")
struct TimeTests {
  @Test(
    "a moment is told in RFC 3339, in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
      (1_769_846_400_007, "2026-01-31T08:00:00.007Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func moments(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  @Test("seconds are added, and moments are ordered")
  func arithmetic() {
    let moment = Timestamp(milliseconds: 5)
    #expect(moment.adding(seconds: 2).milliseconds == 2_005)
    #expect(moment.adding(seconds: -1) < moment)
  }

  @Test(
    "a day is one of the calendar",
    arguments: [
      (2005, 2, 28, true), (2005, 2, 29, false), (2004, 2, 29, true), (1900, 2, 29, false),
      (2000, 2, 29, true), (2026, 4, 31, false), (2026, 12, 31, true), (2026, 13, 1, false),
      (2026, 0, 1, false), (2026, 1, 0, false), (0, 1, 1, false), (10_000, 1, 1, false),
      (9_999, 12, 31, true),
    ])
  func days(year: Int, month: Int, day: Int, isDay: Bool) {
    #expect((CivilDate(year: year, month: month, day: day) != nil) == isDay)
  }

  @Test("a day is told with leading zeros")
  func text() {
    #expect(CivilDate(year: 7, month: 2, day: 3)?.description == "0007-02-03")
  }

  @Test("every day of 800 years follows the day before it")
  func everyDay() throws {
    var milliseconds: Int64 = -11_676_096_000_000  // 1600-01-01
    for year in 1600..<2400 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDate(year: year, month: month, day: day) else { continue }
          let told = Timestamp(milliseconds: milliseconds).description
          try #require(told == "\(date)T00:00:00.000Z")
          milliseconds += 86_400_000
        }
      }
    }
  }
}
