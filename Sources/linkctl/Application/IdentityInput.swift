import FoundationEssentials
import Glibc
import Provisioning

/// An identity as it is written in JSON, for `sign-in --identity`.
struct IdentityInput: Decodable {
  private struct Name: Decodable {
    var given: String?
    var middle: String?
    var family: String?
  }

  private enum CodingKeys: String, CodingKey {
    case provider, subject, aliases, sharing, role, roles, name, email, grade, district, schools
    case sisID = "sis_id"
    case birthDate = "birth_date"
    case gender
  }

  private var provider: String
  private var subject: String
  private var aliases: [String]?
  private var sharing: String?
  private var role: String?
  private var roles: [String]?
  private var name: Name?
  private var email: String?
  private var grade: String?
  private var district: String?
  private var schools: [String]?
  private var sisID: String?
  private var birthDate: String?
  private var gender: String?

  /// Reads the identity in `path`, or on standard input for `-`.
  static func read(_ path: String) throws -> Identity {
    let bytes: Data
    if path == "-" {
      bytes = try FileHandleReader(descriptor: STDIN_FILENO).readAll()
    } else if let contents = FileManager.default.contents(atPath: path) {
      bytes = contents
    } else {
      throw ProvisioningError(
        .notFound, "The identity cannot be read.", reason: "There is no such file.",
        remedy: "Give a file, or - for standard input.")
    }
    do {
      return try JSONDecoder().decode(IdentityInput.self, from: bytes).identity()
    } catch let error as ProvisioningError {
      throw error
    } catch {
      throw ProvisioningError(
        .invalid, "The identity cannot be used.",
        reason: "It is no JSON object with provider, subject and role.",
        remedy: "See 'linkctl sign-in --help'.", detail: "\(error)")
    }
  }

  private func identity() throws(ProvisioningError) -> Identity {
    var profile = Profile()
    profile.roles = try ((role.map { [$0] } ?? []) + (roles ?? [])).unique.map {
      name throws(ProvisioningError) in
      guard let role = Role(rawValue: name) else { throw .input("role", "one of the known roles") }
      return role
    }
    profile.given = name?.given
    profile.middle = name?.middle
    profile.family = name?.family
    profile.email = email
    profile.grade = grade
    profile.district = district
    profile.schools = schools ?? []
    profile.sisID = sisID
    profile.birthDate = birthDate
    profile.gender = gender
    guard let provider = ProviderName(provider) else { throw .input("provider", "a-z, 0-9 and -") }
    let sharing = Sharing(rawValue: sharing ?? "district")
    guard let sharing else { throw .input("sharing", "district or teacher") }
    return Identity(
      key: Identity.Key(provider, try subject(subject, "subject")),
      aliases: try (aliases ?? []).map { alias throws(ProvisioningError) in
        try self.subject(alias, "aliases")
      }, sharing: sharing, profile: profile)
  }

  private func subject(
    _ text: String, _ field: String
  ) throws(ProvisioningError) -> Identity.Subject {
    guard let subject = Identity.Subject(text) else {
      throw .input(field, "1 to 255 visible ASCII characters")
    }
    return subject
  }
}

extension ProvisioningError {
  fileprivate static func input(_ field: String, _ expected: String) -> ProvisioningError {
    ProvisioningError(
      .invalid, "The identity's field '\(field)' cannot be used.",
      reason: "It must be \(expected).",
      remedy: "See 'linkctl sign-in --help'.")
  }
}

extension [String] {
  /// The words without repeats, in their order.
  var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

/// Reads an open file to its end, at most 1 MiB.
private struct FileHandleReader {
  let descriptor: Int32

  func readAll() throws(ProvisioningError) -> Data {
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= 1 << 20 else {
        throw ProvisioningError(
          .invalid, "The identity cannot be used.", reason: "It is larger than 1 MiB.")
      }
    }
  }
}
