/// What became of the rows of one identifier.
enum RowStatus: Hashable, Sendable {
  /// It was only mentioned so far.
  case unlisted
  /// A row was taken.
  case listed
  /// Its row, the first of them if there are several, was rejected.
  case rejected(line: UInt32)
  /// Its rows say that it is listed no more.
  case gone

  /// Notes that a row was rejected; one that was taken still counts.
  mutating func reject(line: UInt32) {
    switch self {
    case .unlisted, .gone: self = .rejected(line: line)
    case .listed, .rejected: break
    }
  }

  /// Notes that a row says it is listed no more; another that says otherwise still counts.
  mutating func depart() {
    if self == .unlisted { self = .gone }
  }

  /// What is wrong with a mention of it in another file than `file`, its own; `nil` if nothing is.
  func fault(in file: some ListedFile) -> RowFault? {
    switch self {
    case .listed: nil
    case .unlisted: .unlisted(in: file.rawValue)
    case .rejected(let line): .rejected(in: file.rawValue, line: line)
    case .gone: .gone(in: file.rawValue)
    }
  }
}
