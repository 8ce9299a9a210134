import Provisioning

extension ProvisioningError {
  /// A file that cannot be trusted as a whole, with the line and field at fault where they are
  /// known. Neither reason nor remedy may quote the file: its text is personal data.
  static func unusableFile(
    _ name: String, line: Int? = nil, field: String? = nil, _ reason: String, remedy: String
  ) -> ProvisioningError {
    let place = [line.map { "line \($0)" }, field].compactMap { $0 }.joined(separator: ", ")
    return ProvisioningError(
      .invalid, "\(name) cannot be imported, so nothing was.",
      reason: place.isEmpty ? reason : "At \(place): \(reason)", remedy: remedy)
  }

  /// A file that must be there is not.
  static func missingFile(_ name: String) -> ProvisioningError {
    ProvisioningError(
      .notFound, "\(name) is missing.",
      reason: "The folder or ZIP holds no file of that name.",
      remedy: "Check the path and the format (clever-csv or oneroster), or export all files again.")
  }

  /// A file that ends before its last row does.
  static func cutOff(_ name: String, line: Int, _ reason: String) -> ProvisioningError {
    unusableFile(
      name, line: line, "The file seems to be cut off: \(reason)",
      remedy: "Export or transfer the file again.")
  }

  /// A file whose text is in another encoding.
  static func notUTF8(_ name: String, line: Int, _ reason: String) -> ProvisioningError {
    unusableFile(
      name, line: line, reason, remedy: "Save the file as UTF-8 (in Excel: \"CSV UTF-8\").")
  }

  /// A file without any row.
  static func withoutHeader(_ name: String) -> ProvisioningError {
    unusableFile(
      name, line: 1, "The file is empty; not even a header is there.",
      remedy: "Export the file again. One without rows still has its header.")
  }

  /// A file that is no comma-separated one.
  static func otherSeparator(_ name: String, line: Int) -> ProvisioningError {
    unusableFile(
      name, line: line, "Its cells are separated by semicolons, tabs or bars, not by commas.",
      remedy: "Save the file as CSV with commas between the cells, in UTF-8.")
  }

  /// A file with a quote that closes lines later, where another cell has one of its own.
  static func openQuote(_ name: String, line: Int) -> ProvisioningError {
    unusableFile(
      name, line: line,
      "A quote that opens here closes on a later line with text behind it: it swallows rows.",
      remedy: "Close the quote, write a quote within a cell twice, or export the file again.")
  }

  /// A file that is larger in some way than any honest one.
  static func overLimit(_ name: String, line: Int, _ reason: String) -> ProvisioningError {
    unusableFile(
      name, line: line, reason, remedy: "Check the quotes near this line, or export it again.")
  }

  /// A file that changed between two looks at it.
  static func changedFile(_ name: String) -> ProvisioningError {
    ProvisioningError(
      .conflict, "\(name) changed while it was being imported.",
      reason: "Its size or time of change is not what it was when the file was checked.",
      remedy: "Wait until the transfer is complete, then start the import again.")
  }
}
