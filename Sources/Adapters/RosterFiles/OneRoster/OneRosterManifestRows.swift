import Provisioning

extension OneRosterManifest {
  /// Reads manifest.csv. What cannot be used is warned of and left as it was found.
  mutating func take(
    _ reader: inout CSVReader, _ header: inout OneRosterHeader,
    into listing: inout Listing<OneRosterLayout>
  ) throws(ProvisioningError) {
    let name = try header.requiredColumn(.propertyName)
    let value = try header.requiredColumn(.value)
    while let row = try listing.nextRow(.manifest, of: &reader) {
      guard let property = reader.text(of: name).text.map(lowercasedASCII) else { continue }
      let text = reader.text(of: value).text.map(lowercasedASCII)
      if property == "oneroster.version" {
        let isKnown = text.map { $0.hasPrefix("1.1") || $0.hasPrefix("1.2") } ?? false
        if !isKnown { listing.notes.warn(row, .value, .unknownVersion) }
      } else if let file = OneRosterFile(property: property), file != .manifest {
        guard let mode = text.flatMap(Mode.init) else {
          listing.notes.warn(row, .value, .notAMode)
          continue
        }
        told[file] = mode
      }
    }
  }

  /// Holds what is told against what is there. Throws `notFound` for a file without which rows of
  /// others mean nothing; warns of any other that contradicts.
  func judge(_ listing: inout Listing<OneRosterLayout>) throws(ProvisioningError) {
    for file in OneRosterFile.allCases where file != .manifest {
      let isThere = files.contains(file)
      switch told[file] {
      case .absent where isThere:
        listing.notes.warn(RowPlace(file, line: 1), .file, .toldAbsent)
      case .bulk where !isThere, .delta where !isThere, nil where !isThere && file.isEssential:
        guard !file.isEssential, file != .roles else { throw .missingFile(file.name) }
        listing.notes.warn(RowPlace(file, line: 1), .file, .toldPresent)
      default: break
      }
    }
  }
}

extension OneRosterFile {
  /// The file that the manifest calls `property`, in lower case and with `file.` in front.
  fileprivate init?(property: String) {
    let file = OneRosterFile.allCases.first {
      lowercasedASCII("file." + $0.property) == property
    }
    guard let file else { return nil }
    self = file
  }
}
