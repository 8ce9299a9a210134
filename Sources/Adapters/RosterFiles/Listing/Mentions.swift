/// How many rows of a file name something that another file should list, and how many of these name
/// what it does not list.
///
/// A file that was cut off behind one of its rows looks whole. The others tell of what it has lost.
struct Mentions {
  private(set) var count = 0
  private(set) var strangers = 0

  /// Whether the other file seems to be cut off. Some strangers are in every export.
  var seemCutOff: Bool { strangers > 25 && strangers * 5 > count }

  /// Adds a row; `status` is that of what it names.
  mutating func add(_ status: RowStatus) {
    count += 1
    if status == .unlisted { strangers += 1 }
  }
}

extension Listing {
  /// Warns, before all other notes, that `file` seems to be cut off, if its `mentions` say so: then
  /// nothing is absent because the file leaves it out.
  mutating func judge(
    _ file: Layout.File, by mentions: Mentions,
    protecting protected: NoteLog<Layout.Column>.Protected
  ) {
    guard mentions.seemCutOff else { return }
    notes.warnFirst(
      RowPlace(file, line: lastLines[Int(file.rawValue)]), .file,
      .seemsCutOff(UInt32(clamping: mentions.strangers), of: UInt32(clamping: mentions.count)),
      protecting: protected)
  }
}
