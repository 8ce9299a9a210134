/// What an answer with an error says that may be passed on: nothing of its text but a known word.
public struct CleverErrorAnswer: Error, Hashable, Sendable, CustomStringConvertible {
  /// The status of the answer.
  public let status: Int
  /// The word for what went wrong; `nil` if the answer has none that is known here.
  public let word: CleverErrorWord?

  /// Reads an answer in any of the styles that were seen: OAuth's `error` and `error_description`,
  /// the Data API's `message`, the `code` and `error` of v1, and pages of HTML.
  public init(status: Int, body: [UInt8]) {
    self.status = status
    word = try? RecordFields.read(body) { fields in
      let texts = ["error", "error_description", "message"].compactMap { fields.text($0) }
      return texts.lazy.compactMap { CleverErrorWord($0) }.first
    }
  }

  /// Status and word.
  public var description: String {
    "Clever answered \(status)\(word.map { " (\($0.rawValue))" } ?? "")."
  }
}
