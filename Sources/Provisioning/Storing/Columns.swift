extension Account.State: ColumnedState {
  public init?(columns: Columns) {
    guard let status = Account.Status(columns: columns) else { return nil }
    self.init(
      status: status, primary: columns["primary"]?.first.flatMap { Identity.Key($0) },
      local: LocalEdits(columns: columns))
  }

  public var columns: Columns {
    var columns = local.columns
    columns["status"] = [status.name]
    if case .merged(let target) = status { columns["merged_into"] = [target.rawValue] }
    if let primary { columns["primary"] = [primary.description] }
    return columns
  }
}

extension Account.Status {
  /// Reads the columns `status` and `merged_into`.
  public init?(columns: Columns) {
    self.init(
      name: columns["status"]?.first ?? "",
      mergedInto: columns["merged_into"]?.first.flatMap { Account.ID($0) })
  }

  /// The status of that name; `nil` if there is none, or if `merged` has no target.
  public init?(name: String, mergedInto target: Account.ID?) {
    switch (name, target) {
    case ("unclaimed", _): self = .unclaimed
    case ("active", _): self = .active
    case ("disabled", _): self = .disabled
    case ("merged", let target?): self = .merged(into: target)
    case ("erased", _): self = .erased
    default: return nil
    }
  }
}

extension Link.State: ColumnedState {
  public init?(columns: Columns) {
    guard
      let account = columns["account"]?.first.flatMap({ Account.ID($0) }),
      let sharing = columns["sharing"]?.first.flatMap({ Sharing(rawValue: $0) }),
      let since = columns["since"]?.first.flatMap({ Int64($0) }),
      let kind = columns["because"]?.first
    else { return nil }
    self.init(
      account: account, sharing: sharing, since: Timestamp(milliseconds: since),
      because: Evidence(
        Evidence.Kind(rawValue: kind), via: columns["via"]?.first.flatMap { Identity.Key($0) }),
      profile: Profile(columns: columns))
  }

  public var columns: Columns {
    var columns = profile.columns
    columns["account"] = [account.rawValue]
    columns["sharing"] = [sharing.rawValue]
    columns["since"] = [String(since.milliseconds)]
    columns["because"] = [because.kind.rawValue]
    if let via = because.via { columns["via"] = [via.description] }
    return columns
  }
}

extension Section.State: ColumnedState {
  public init?(columns: Columns) {
    guard let status = columns["status"]?.first.flatMap({ Section.Status(rawValue: $0) }) else {
      return nil
    }
    self.init(
      status: status, asserted: Section.Details(columns: columns),
      local: LocalEdits(columns: columns))
  }

  public var columns: Columns {
    var columns = asserted.columns.merging(local.columns) { $1 }
    columns["status"] = [status.rawValue]
    return columns
  }
}

extension Enrollment.State: ColumnedState {
  public init?(columns: Columns) {
    guard
      let role = columns["role"]?.first.flatMap({ EnrollmentRole(rawValue: $0) }),
      let status = columns["status"]?.first.flatMap({ Enrollment.Status(rawValue: $0) })
    else { return nil }
    self.init(role: role, status: status)
  }

  public var columns: Columns { ["role": [role.rawValue], "status": [status.rawValue]] }
}

extension FieldedRecord {
  /// Reads the columns named like fields; others are passed over.
  public init(columns: Columns) {
    self.init()
    for field in Field.allCases { self[field] = columns[field.rawValue] ?? [] }
  }

  /// The fields that are not blank.
  public var columns: Columns {
    var columns: Columns = [:]
    for field in Field.allCases where !self[field].isEmpty { columns[field.rawValue] = self[field] }
    return columns
  }
}

extension LocalEdits {
  /// Reads the columns named `local.FIELD`; others are passed over.
  public init(columns: Columns) {
    self.init()
    for field in Fields.Field.allCases {
      if let texts = columns["local.\(field.rawValue)"] { values[field] = texts }
    }
  }

  /// The edits as columns named `local.FIELD`; an emptied field is an empty list.
  public var columns: Columns {
    Dictionary(
      values.map { ("local.\($0.rawValue)", $1) }, uniquingKeysWith: { $1 })
  }
}
