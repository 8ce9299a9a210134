import Provisioning

/// The columns that say whether a row is listed.
struct OneRosterStatusColumns {
  private let file: OneRosterFile
  private let mode: OneRosterManifest.Mode
  private let status: Int?
  private let modified: Int?
  private var hasWarned = false

  /// Finds the columns. A file of changes must have them.
  init(
    _ header: inout OneRosterHeader, of file: OneRosterFile, _ mode: OneRosterManifest.Mode
  ) throws(ProvisioningError) {
    self.file = file
    self.mode = mode
    if mode == .delta {
      status = try header.requiredColumn(.status)
      modified = try header.requiredColumn(.dateLastModified)
    } else {
      status = header.column(.status)
      modified = nil
    }
  }

  /// What the current row's status says, or why the row cannot be taken. In a bulk file the cell
  /// should be blank: that it is not is warned of once, and it counts.
  mutating func status(
    of reader: borrowing CSVReader, at row: RowPlace, _ notes: inout NoteLog<OneRosterColumn>
  ) -> Result<OneRosterValue.Status, OneRosterFault> {
    let text = reader.text(of: status)
    let value = text.text.flatMap(OneRosterValue.status)
    if mode == .delta {
      guard let value else {
        return .failure(OneRosterFault(.status, text == .blank ? .blank : .notAStatus))
      }
      if let fault = reader.fault(of: modified) {
        return .failure(OneRosterFault(.dateLastModified, fault))
      }
      return .success(value)
    }
    if text != .blank, value == nil {
      notes.warn(row, .status, .notAStatus)
    } else if text != .blank, !hasWarned {
      notes.warn(row, .status, .statusInBulk)
      hasWarned = true
    }
    return .success(value ?? .active)
  }
}

/// What is wrong with a row, and in which column.
struct OneRosterFault: Error {
  let column: OneRosterColumn
  let fault: RowFault

  /// Creates it.
  init(_ column: OneRosterColumn, _ fault: RowFault) {
    self.column = column
    self.fault = fault
  }
}
