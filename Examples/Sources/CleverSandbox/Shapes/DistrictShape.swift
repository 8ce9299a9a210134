/// A district's record.
struct DistrictShape {
  let version: APIVersion

  func json(_ district: District) -> JSON {
    var record: JSON = [
      "id": .string(district.id), "name": .string(district.name),
      "state": .string(district.state), "error": .string(district.error),
      "sis_type": "sftp", "launch_date": .string(Moments.launch),
      "last_sync": .string(Moments.lastModified),
    ]
    let pause = [("pause_start", district.pauseStart), ("pause_end", district.pauseEnd)]
    for (name, day) in pause where !day.isEmpty { record = record.adding([name: .string(day)]) }
    guard version >= .v2p1 else { return record }
    return record.adding([
      "login_methods": ["Clever Badges", "Clever Passwords"],
      "portal_url": .string("https://clever.com/in/\(district.id)"),
      "district_contact": contact(district),
    ])
  }

  private func contact(_ district: District) -> JSON {
    [
      "id": .string(district.contact.id), "district": .string(district.id), "title": "",
      "email": .string(district.contact.email),
      "name": [
        "first": .string(district.contact.name.first),
        "last": .string(district.contact.name.last),
      ],
    ]
  }
}
