/// What `/me` answers. Not described by Clever's Swagger; as recorded in 2023, and as its documentation
/// tells of the versions before.
enum MeShape {
  static func json(
    _ person: Person, as type: UserType, sharing: Sharing, version: APIVersion,
    form: ClientApp.MeForm
  ) -> JSON {
    if form == .bare { return bare(person, as: type, sharing: sharing) }
    let role = version.name(of: type)
    var data: [String: JSON] = [
      "id": .string(version.id(of: person, as: type)),
      "type": .string(version.hasUsers && form == .user ? "user" : role),
    ]
    var links = [link("self", "/me"), link("canonical", version.path(of: person, as: type))]
    if sharing == .district {
      data["district"] = .string(person.district)
      links.append(link("district", "/\(version.rawValue)/districts/\(person.district)"))
    }
    if version >= .v2p1 { data["authorized_by"] = .string(sharing.rawValue) }
    return [
      "type": .string(version.hasUsers ? "user" : role), "data": .object(data),
      "links": .array(links),
    ]
  }

  private static func bare(_ person: Person, as type: UserType, sharing: Sharing) -> JSON {
    var data: [String: JSON] = [
      "id": JSON(person.legacyID(as: type)), "type": .string(type.rawValue),
    ]
    if sharing == .district { data["district"] = .string(person.district) }
    return ["data": .object(data)]
  }

  /// What `/userinfo` answers: the one place with both of a person's IDs.
  static func userInfo(_ person: Person, as type: UserType, sharing: Sharing) -> JSON {
    var info: [String: JSON] = [
      "sub": .string(person.id), "multi_role_user_id": .string(person.id),
      "user_id": JSON(person.legacyID(as: type)), "user_type": .string(type.rawValue),
      "authorized_by": .string(sharing.rawValue), "email_verified": false, "schools": [],
    ]
    let isShort = sharing == .teacher && type == .student
    let last = isShort ? LibraryShape.initial(person.name.last) : person.name.last
    info["name"] = [
      "first": .string(person.name.first), "last": .string(last),
      "middle": .string(isShort ? "" : person.name.middle),
    ]
    info["given_name"] = .string(person.name.first)
    info["family_name"] = .string(last)
    if !isShort { info["email"] = .string(person.email) }
    if sharing == .district {
      info["district"] = .string(person.district)
      info["district_id"] = .string(person.district)
      info["schools"] = JSON(person.schools(as: type))
    }
    return .object(info)
  }
}

extension Person {
  /// The schools of a role, by their IDs.
  func schools(as type: UserType) -> [String] {
    switch type {
    case .student: student?.schools ?? []
    case .teacher: teacher?.schools ?? []
    case .staff: staff?.schools ?? []
    case .districtAdmin: []
    }
  }
}
