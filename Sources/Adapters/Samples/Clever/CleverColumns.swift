/// The columns of Clever's SFTP CSV layout, in its order.
enum CleverColumns {
  static let schools = names(
    "School_id School_name School_number State_id Low_grade High_grade Principal")
  static let students = names(
    "School_id Student_id Student_number State_id Last_name Middle_name First_name Gender DOB Grade "
      + "Graduation_year Student_email Username Contact_name Contact_type")
  static let teachers = names(
    "School_id Teacher_id Teacher_number State_teacher_id Last_name Middle_name First_name "
      + "Teacher_email Title Username")
  static let staff = names(
    "School_id Staff_id Staff_email First_name Last_name Department Title Username Role")
  static let sections = names(
    "School_id Section_id Teacher_id Teacher_2_id Teacher_3_id Teacher_4_id Name Section_number "
      + "Grade Course_name Course_number Course_description Period Subject Term_name Term_start "
      + "Term_end")
  static let enrollments = names("School_id Section_id Student_id")

  private static func names(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
