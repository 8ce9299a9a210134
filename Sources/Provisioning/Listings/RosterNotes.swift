/// The notes of a whole listing, in some 24 bytes each: a wrong file beside the right ones gives a
/// note for every row. What a note protects is not kept.
public struct RosterNotes: Sendable {
  /// A note without what it protects.
  public struct Note: Hashable, Sendable {
    /// Whether the row was left out.
    public var isRejected: Bool
    /// The file's name.
    public var file: String
    /// The line on which the row begins, from 1.
    public var line: Int
    /// The field at fault.
    public var field: String
    /// What is wrong with it.
    public var reason: String
  }

  private struct Entry {
    let line: Int
    let file: UInt32
    let field: UInt32
    let reason: UInt32
    let isRejected: Bool
  }

  private var entries: [Entry] = []
  private var texts: [String] = []
  private var places: [String: UInt32] = [:]

  /// Creates an empty list.
  public init() {}

  /// Adds notes behind the others. Complexity: O(notes).
  public mutating func append(_ notes: [RosterNote]) {
    for note in notes {
      entries.append(
        Entry(
          line: note.line, file: place(of: note.file), field: place(of: note.field),
          reason: place(of: note.reason), isRejected: note.isRejected))
    }
  }

  /// A few texts come again and again: files, fields, and all but some reasons.
  private mutating func place(of text: String) -> UInt32 {
    if let place = places[text] { return place }
    let place = UInt32(texts.count)
    places[text] = place
    texts.append(text)
    return place
  }
}

extension RosterNotes: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }

  public subscript(index: Int) -> Note {
    let entry = entries[index]
    return Note(
      isRejected: entry.isRejected, file: texts[Int(entry.file)], line: entry.line,
      field: texts[Int(entry.field)], reason: texts[Int(entry.reason)])
  }

  /// How many rows were left out. Complexity: O(notes).
  public var rejectedCount: Int { entries.count { $0.isRejected } }
}
