import Provisioning

// The small numbers that stand in rows for words. They never change their meaning.

extension Account.Status {
  var code: Int64 {
    switch self {
    case .unclaimed: 0
    case .active: 1
    case .disabled: 2
    case .merged: 3
    case .erased: 4
    }
  }

  init(code: Int64, mergedInto target: Account.ID?) throws(ProvisioningError) {
    switch (code, target) {
    case (0, nil): self = .unclaimed
    case (1, nil): self = .active
    case (2, nil): self = .disabled
    case (3, let target?): self = .merged(into: target)
    case (4, nil): self = .erased
    default: throw .unreadable("an account's status")
    }
  }

  static let names = ["unclaimed", "active", "disabled", "merged", "erased"]
}

extension Sharing {
  var code: Int64 {
    switch self {
    case .district: 0
    case .teacher: 1
    }
  }

  init(code: Int64) throws(ProvisioningError) {
    switch code {
    case 0: self = .district
    case 1: self = .teacher
    default: throw .unreadable("a sharing")
    }
  }
}

extension Section.Status {
  var code: Int64 {
    switch self {
    case .active: 0
    case .archived: 1
    }
  }

  init(code: Int64) throws(ProvisioningError) {
    switch code {
    case 0: self = .active
    case 1: self = .archived
    default: throw .unreadable("a section's status")
    }
  }
}

extension EnrollmentRole {
  var code: Int64 {
    switch self {
    case .student: 0
    case .coTeacher: 1
    case .primaryTeacher: 2
    }
  }

  init(code: Int64) throws(ProvisioningError) {
    switch code {
    case 0: self = .student
    case 1: self = .coTeacher
    case 2: self = .primaryTeacher
    default: throw .unreadable("an enrollment's role")
    }
  }
}

extension Enrollment.Status {
  var code: Int64 {
    switch self {
    case .active: 0
    case .ended: 1
    }
  }

  init(code: Int64) throws(ProvisioningError) {
    switch code {
    case 0: self = .active
    case 1: self = .ended
    default: throw .unreadable("an enrollment's status")
    }
  }
}
