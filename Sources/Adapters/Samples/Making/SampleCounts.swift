/// What an import of the files into an empty store must count.
public struct SampleCounts: Hashable, Sendable {
  public internal(set) var students = 0
  public internal(set) var teachers = 0
  public internal(set) var staff = 0
  public internal(set) var sections = 0
  /// Those of students and teachers alike.
  public internal(set) var enrollments = 0
  /// Rows that cannot be used.
  public internal(set) var rejected = 0
  /// Cells that are left out.
  public internal(set) var warnings = 0

  /// Everybody.
  public var accounts: Int { students + teachers + staff }
}

/// What an import of a later day must count, after one of the district as it was before.
public struct SampleChanges: Hashable, Sendable {
  public internal(set) var studentsRenamed = 0
  /// Those who have gone to the next school.
  public internal(set) var studentsMoved = 0
  public internal(set) var studentsJoined = 0
  /// Those who are not listed any more; their accounts stay.
  public internal(set) var studentsLeft = 0
  public internal(set) var teachersRenamed = 0
  public internal(set) var teachersJoined = 0
  public internal(set) var enrollmentsStarted = 0
  public internal(set) var enrollmentsEnded = 0

  /// Accounts that are new.
  public var accountsCreated: Int { studentsJoined + teachersJoined }
  /// Accounts of which something is new.
  public var accountsUpdated: Int { studentsRenamed + studentsMoved + teachersRenamed }
}
