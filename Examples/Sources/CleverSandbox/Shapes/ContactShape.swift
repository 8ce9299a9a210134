/// A contact's record: up to v2.1 of a kind of its own, later a user.
struct ContactShape {
  let version: APIVersion
  let district: String

  func json(_ contact: Contact) -> JSON { version.hasUsers ? user(contact) : legacy(contact) }

  private func legacy(_ contact: Contact) -> JSON {
    [
      "id": .string(contact.legacyID), "district": .string(district),
      "name": .string(contact.name), "students": [.string(contact.student)],
      "relationship": .string(contact.relationship), "type": .string(contact.type),
      "phone": .string(contact.phone), "phone_type": .string(contact.phoneType),
      "email": .string(contact.email), "sis_id": .string(contact.sisID),
    ]
  }

  /// The whole name is the last name.
  private func user(_ contact: Contact) -> JSON {
    [
      "id": .string(contact.id), "district": .string(district), "email": .string(contact.email),
      "name": ["first": "", "middle": "", "last": .string(contact.name)],
      "created": .string(Moments.created), "last_modified": .string(Moments.lastModified),
      "roles": [
        "contact": [
          "legacy_id": .string(contact.legacyID), "phone": .string(contact.phone),
          "phone_type": .string(contact.phoneType), "sis_id": .string(contact.sisID),
          "student_relationships": [
            [
              "student": .string(contact.student), "type": .string(contact.type),
              "relationship": .string(contact.relationship),
            ]
          ],
        ]
      ],
    ]
  }
}
