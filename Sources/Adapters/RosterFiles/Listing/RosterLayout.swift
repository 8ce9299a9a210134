import Provisioning

/// How files of one layout are read: which there are, and what their rows say.
///
/// The first pass fills the layout with what it must remember beside the listing, such as where the
/// columns stand. The second asks it what the rows of a page say.
protocol RosterLayout: ListedForm {
  /// How much the files cover. Asked after the first pass.
  var scope: RosterScope { get }

  /// Creates a layout that has read nothing.
  init()

  /// Judges which files are there, before any is read.
  mutating func prepare(_ listing: inout Listing<Self>) throws(ProvisioningError)
  /// Whether a file that is there is read. Asked when the files before it have been.
  func reads(_ file: File) -> Bool
  /// Reads a file to its end.
  mutating func take(
    _ file: File, _ reader: inout CSVReader, _ header: CSVHeader, into listing: inout Listing<Self>
  ) throws(ProvisioningError)
  /// Draws what follows from all files together.
  mutating func finish(_ listing: inout Listing<Self>)

  /// What the rows of people say, one profile for each row, apart from district and schools.
  func profiles(
    _ rows: ArraySlice<Listing<Self>.PersonRow>, in file: File, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Profile]
  /// What the rows of sections say, apart from the district; `nil` for a section without a row.
  func details(
    _ rows: ArraySlice<Listing<Self>.SectionRow>, of listing: Listing<Self>
  ) throws(ProvisioningError) -> [Section.Details?]
}
