import Provisioning

extension CleverValue {
  /// The subject that whole words of the course's name tell of; `other` if none does.
  ///
  /// Which words count, and which come first, follows a district that was seen both as CSV and
  /// through Clever's API ("Latin Dance" is PE, "Group Guidance" an advisory, "Driver's Education"
  /// is not PE). Complexity: O(words).
  static func subject(ofCourse course: String?) -> String {
    guard let course else { return "other" }
    let words = lowercasedASCII(course).utf8.split { !isWordByte($0) }.map { String($0)! }
    var best: Phrase?
    for (place, word) in words.enumerated() {
      for phrase in phrases[word] ?? [] where phrase.rank < best?.rank ?? .max {
        if words[place...].starts(with: phrase.words) { best = phrase }
      }
    }
    return best.map { tellingWords[$0.rank].subject } ?? "other"
  }

  /// Words that tell of a subject, and their place in `tellingWords`.
  private struct Phrase {
    let rank: Int
    let words: [String]
  }

  /// The phrases by their first word.
  private static let phrases: [String: [Phrase]] = {
    var phrases: [String: [Phrase]] = [:]
    for (rank, (_, list)) in tellingWords.enumerated() {
      for text in list.utf8.split(separator: 0x2C) {
        let words = text.split(separator: 0x20).map { String($0)! }
        phrases[words[0], default: []].append(Phrase(rank: rank, words: words))
      }
    }
    return phrases
  }()

  /// The more telling ones first: a computer science class is technology, not science.
  private static let tellingWords: [(subject: String, phrases: String)] = [
    ("homeroom/advisory", "homeroom, advisory, guidance"),
    (
      "PE and health",
      "physical education, phys ed, pe, p e, gym, fitness, health, dance, wellness, athletics"
    ),
    (
      "technology and engineering",
      "computer, computers, computing, programming, coding, web, robotics, engineering, software"
    ),
    ("english/language arts", "language arts, english, ela"),
    (
      "arts and music",
      "art, arts, music, musical, chorus, choir, band, orchestra, drama, theater, theatre, film, "
        + "drawing, painting, sculpture, ceramics, photography"
    ),
    (
      "language",
      "language, languages, spanish, french, german, italian, latin, greek, chinese, mandarin, "
        + "japanese, korean, russian, arabic, hebrew, portuguese, asl"
    ),
    (
      "english/language arts",
      "reading, writing, literature, literacy, composition, grammar, journalism, newspaper, "
        + "spelling"
    ),
    (
      "math",
      "math, maths, mathematics, algebra, geometry, calculus, precalculus, trigonometry, "
        + "statistics, arithmetic"
    ),
    (
      "social studies",
      "social studies, social science, social sciences, history, government, politics, political, "
        + "economics, geography, civics, psychology, sociology"
    ),
    (
      "science",
      "science, sciences, chemistry, physics, biology, environment, environmental, astronomy, "
        + "geology, anatomy"
    ),
    (
      "interventions/online learning",
      "intervention, interventions, remediation, online, credit recovery"
    ),
    ("technology and engineering", "technology"),
  ]

  /// Letters and digits of ASCII, and all of every other letter.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
