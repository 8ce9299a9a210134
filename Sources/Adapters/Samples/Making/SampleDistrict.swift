/// A made-up school district: 500 students, 25 teachers and 200 classes of 25 a school.
///
/// The same values give the same files, byte for byte, on every machine. A larger district begins with
/// the schools of a smaller one.
public struct SampleDistrict: Hashable, Sendable {
  /// What the files are like.
  public enum Condition: String, Hashable, Sendable {
    /// Every row can be used, and all files are alike in form.
    case clean
    /// As real ones: with oddities of form everywhere, and in one school of ten with rows and cells
    /// that cannot be used.
    case messy
  }

  /// The layout of the files.
  public enum Layout: Hashable, Sendable {
    /// Clever's SFTP CSV layout.
    case cleverCSV
    /// OneRoster's CSV binding, as a bulk export.
    case oneRoster(OneRosterVersion)
  }

  /// The versions of OneRoster that differ in their files.
  public enum OneRosterVersion: String, CaseIterable, Hashable, Sendable {
    case v1p1 = "1.1"
    case v1p2 = "1.2"
  }

  public let schools: Int
  public let seed: UInt64
  public let condition: Condition
  /// How much has changed since the district's first day, in percent of people and seats.
  public let changed: Int

  /// Describes a district.
  ///
  /// - Parameters:
  ///   - schools: 1 or more.
  ///   - changed: 0 to 100.
  public init(schools: Int, seed: UInt64, condition: Condition = .messy, changed: Int = 0) {
    precondition(schools >= 1, "a district has a school")
    precondition((0...100).contains(changed), "a percentage is 0 to 100")
    self.schools = schools
    self.seed = seed
    self.condition = condition
    self.changed = changed
  }
}
