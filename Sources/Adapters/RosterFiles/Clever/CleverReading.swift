import Provisioning

/// The first pass: reads all files wholly, and refuses them all if one cannot be trusted.
struct CleverReading {
  let folder: SourceFolder
  let provider: ProviderName
  let district: String
  let options: RosterFileOptions
  let cancellation: Cancellation

  /// Reads the folder. Complexity: O(bytes).
  func listing() throws(ProvisioningError) -> CleverListing {
    var listing = CleverListing()
    let bytesTotal = try openAll(&listing)
    var bytesDone: Int64 = 0
    var digest = ByteDigest()
    digest.update("clever-csv 1 \(options.peoplePerPage) \(options.membersPerPage)")
    digest.update("\(options.notesPerPage) \(provider)")
    digest.update(district)
    for file in CleverFile.allCases {
      guard let signature = listing.signatures[Int(file.rawValue)] else { continue }
      try read(file, into: &listing, digest: &digest, before: bytesDone, of: bytesTotal)
      bytesDone += signature.size
    }
    listing.fingerprint = digest.text
    return listing
  }

  /// Looks for all files before any is read. Returns their size in bytes.
  private func openAll(_ listing: inout CleverListing) throws(ProvisioningError) -> Int64 {
    var size: Int64 = 0
    for file in CleverFile.allCases {
      guard let name = try folder.spelling(of: file.name) else {
        if file.isRequired { throw .missingFile(file.name) }
        continue
      }
      let signature = try folder.open(name).signature
      listing.names[Int(file.rawValue)] = name
      listing.signatures[Int(file.rawValue)] = signature
      size += signature.size
    }
    return size
  }

  private func read(
    _ file: CleverFile, into listing: inout CleverListing, digest: inout ByteDigest,
    before bytesDone: Int64, of bytesTotal: Int64
  ) throws(ProvisioningError) {
    var reader = try CSVReader(folder.open(listing.names[Int(file.rawValue)]))
    let (options, cancellation) = (options, cancellation)
    reader.window.checkpoint = { (bytes) throws(ProvisioningError) in
      try cancellation.check()
      options.progress?(bytesDone + bytes, bytesTotal)
    }
    let header = try CSVHeader(reading: &reader)
    switch file {
    case .schools: try listing.takeSchools(&reader, header)
    case .students: try listing.takePeople(.students, from: file, &reader, header)
    case .teachers: try listing.takePeople(.teachers, from: file, &reader, header)
    case .staff, .admins: try listing.takePeople(.staff, from: file, &reader, header)
    case .sections: try listing.takeSections(&reader, header)
    case .enrollments: try listing.takeEnrollments(&reader, header)
    }
    guard reader.window.source.isUnchanged,
      reader.window.source.signature == listing.signatures[Int(file.rawValue)]
    else { throw .changedFile(reader.window.source.name) }
    digest.update(file.name)
    digest.update(reader.window.digest.value.high)
    digest.update(reader.window.digest.value.low)
  }
}
