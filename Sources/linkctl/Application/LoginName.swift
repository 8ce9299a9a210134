import Glibc

/// The login name of whoever runs the tool, for the journal.
func loginName() -> String {
  if let entry = getpwuid(getuid()), let name = entry.pointee.pw_name {
    return String(cString: name)
  }
  return environmentVariable(named: "USER") ?? "unknown"
}
