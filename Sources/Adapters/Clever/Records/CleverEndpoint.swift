/// What of Clever's is read here: the path without its version, with `{id}` for an ID.
public enum CleverEndpoint: String, CaseIterable, Hashable, Sendable {
  case me = "/me"
  case userInfo = "/userinfo"
  case users = "/users/{id}"
  case students = "/students/{id}"
  case teachers = "/teachers/{id}"
  case schoolAdmins = "/school_admins/{id}"
  case districtAdmins = "/district_admins/{id}"
  case contacts = "/contacts/{id}"
  case districts = "/districts/{id}"
  case token = "/oauth/tokens"
  case tokenInfo = "/oauth/tokeninfo"
}
