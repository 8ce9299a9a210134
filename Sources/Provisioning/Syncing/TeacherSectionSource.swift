/// Where a teacher's sections are read in her own name.
public protocol TeacherSectionSource: Sendable {
  /// The importer of the sections of the teacher whom `key` names, her scope its scope.
  ///
  /// Throws `invalid` where the key is not of this source's provider, or the token cannot be used.
  func sections(
    of key: Identity.Key, sharing: Sharing, token: BearerToken
  ) throws(ProvisioningError) -> any SectionImporter
}
