/// A name, and how login names spell it.
struct NameWord: Sendable {
  let text: String
  /// Small letters a to z.
  let login: String

  init(_ text: String) {
    self.text = text
    login = String(text.lowercased().compactMap(Self.plain))
  }

  private static func plain(_ letter: Character) -> Character? {
    switch letter {
    case "a"..."z": letter
    case "á", "å": "a"
    case "é", "ë", "è", "ê": "e"
    case "í", "ı": "i"
    case "ñ": "n"
    case "ó", "ø": "o"
    case "ş": "s"
    case "ú", "û", "ü": "u"
    default: foreign[letter]
    }
  }

  /// A letter each for the signs of the names that have no Latin ones.
  private static let foreign: [Character: Character] = [
    "李": "l", "欧": "o", "阳": "y", "王": "w", "明": "m", "川": "c", "小": "x", "雨": "y", "思": "s",
    "远": "z",
  ]
}

/// The words that schools and people are made of. All names are made up.
enum Vocabulary {
  static let givenNames = words(
    """
    Abelia Adan Aisha Amparo Aurelio Bente Brenna Caio Calla Corin Dalia Davin Deshi Dov Edda Elan \
    Elowen Emeka Enzo Fenna Fiorella Galen Gwenda Halim Hana Idris Ilse Imani Jaro Jovana Kaveh Keira \
    Kenji Lazlo Leilani Linnea Malik Marit Mateo Nadia Nilo Odalys Orrin Petra Priya Quill Ramiro \
    Rosalba Sabela Senna Tamsin Tomasz Uma Vesna Wendell Xiomara Yara Zephyr Zora Íñigo Begoña José \
    Renée Zoë Søren Chloé 明川 小雨 思远
    """)

  static let familyHeads = """
    Alder Amber Ash Bel Brim Cald Cor Dell Elm Fair Fen Gal Hart Hol Iver Kel Lin Mar Nor Oak Pen Quin \
    Ros Sel Tarn Thorn Ul Ver Wex Yar
    """.split(separator: " ").map(String.init)

  static let familyNames: [NameWord] = {
    let tails = words(
      "bury croft dahl ette field gate holt ingar lowe mere nova quist rane stead ton vale wick yard"
    )
    let composed = familyHeads.flatMap { head in tails.map { NameWord(head + $0.text) } }
    let others =
      words(
        """
        Nuñarez Peñalor Ibáñeral Forrézac Léméric Brûland Müllbrand Øvergard Åkerlow Şahinel O'Dellan \
        Tam-Rivel 李 欧阳 王
        """) + ["St. Corvane", "de la Marenne", "van der Holm"].map(NameWord.init)
    return composed + Array(repeating: others, count: 6).joined()
  }()

  /// A course and Clever's own subject for it.
  static let courses: [(name: String, subject: String)] = [
    ("Algebra I", "math"), ("Algebra I, Honors", "math"), ("Geometry", "math"),
    ("Mathematics", "math"), ("English Language Arts", "english/language arts"),
    ("Reading and Writing", "english/language arts"),
    ("World Literature", "english/language arts"), ("Biology", "science"),
    ("Earth Science", "science"), ("Chemistry", "science"), ("Science", "science"),
    ("World History", "social studies"), ("Social Studies", "social studies"),
    ("Geography", "social studies"), ("Spanish I", "language"), ("French II", "language"),
    ("Español para hablantes", "language"), ("Homeroom", "homeroom/advisory"),
    ("Advisory", "homeroom/advisory"), ("Physical Education", "PE and health"),
    ("Health", "PE and health"), ("Choir", "arts and music"), ("Visual Arts", "arts and music"),
    ("Computer Science", "technology and engineering"), ("Driver's Education", "other"),
  ]

  static let departments = ["Office", "Library", "Technology"]
  static let titles = ["Principal", "Secretary", "Librarian"]
  static let relations = ["Parent", "Guardian", "Aunt"]
  static let initials = "ABCDEFGHJKLMNOPRSTVW".map(String.init)

  private static func words(_ text: String) -> [NameWord] {
    text.split(separator: " ").map { NameWord(String($0)) }
  }
}
