// What import and resync read from the files of a district.

enum { STUDENT, TEACHER, STAFF };                    // kinds of person
enum { IS_STUDENT, IS_PRIMARY, IS_CO_TEACHER };      // roles in a section, stored as numbers
enum { IS_ACTIVE, IS_ENDED };                        // states of an enrollment, stored as numbers
enum { ACCOUNT_ID_SIZE = 16, MOST_TEACHERS = 4 };

static const Text feed = {"feed", 4}, district = {"district", 8}, active = {"active", 6}, unclaimed = {"unclaimed", 9};

typedef struct { Text role, subject, given, middle, family, email, grade, schools, sis_id, birth, gender; } Person;
typedef struct { Text id, name, number, subject, grade, course, period, term; } Class;

static const char *const person_files[] = {"students", "teachers", "staff"};
static const Text person_roles[] = {{"student", 7}, {"teacher", 7}, {"staff", 5}};
static const char *const person_columns[][10] = {
    {"School_id", "Student_id", "First_name", "Last_name", "Student_email", "Middle_name", "Grade", "DOB",
     "Gender", NULL},
    {"School_id", "Teacher_id", "First_name", "Last_name", "Teacher_email", NULL},
    {"School_id", "Staff_id", "First_name", "Last_name", "Staff_email", NULL},
};
static const char *const section_columns[] = {"Section_id", "Name", "Section_number", "Subject", "Grade", "Course_name",
    "Period", "Term_name", "Teacher_id", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id", NULL};
static const char *const enrollment_columns[] = {"Section_id", "Student_id", NULL};

static Map people, sections;   // subjects; section IDs
static Text *teacher_families; // by index in people

static Text joined(char *room, Text left, const char *between, Text right) {
  char *out = room;
  memcpy(out, left.bytes, (size_t)left.count), out += left.count;
  while (*between) *out++ = *between++;
  memcpy(out, right.bytes, (size_t)right.count), out += right.count;
  return (Text){room, (int)(out - room)};
}

static int find_person(int kind, Text sis_id) {
  char room[300];
  if (sis_id.count > 255) fail("an ID is too long");
  return find(&people, joined(room, person_roles[kind], "/", sis_id));
}

/// Accounts are numbered as they come: IDs that sort by age, as those of a real store should.
static Text account_id(char room[ACCOUNT_ID_SIZE], int64_t number) {
  room[0] = 'a';
  for (int at = ACCOUNT_ID_SIZE - 1; at > 0; at--, number /= 10) room[at] = (char)('0' + number % 10);
  return (Text){room, ACCOUNT_ID_SIZE};
}

/// MM/DD/YYYY and M/D/YY to YYYY-MM-DD.
static Text iso_date(char room[11], Text given) {
  int parts[3] = {0, 0, 0}, part = 0;
  for (int i = 0; i < given.count; i++) {
    if (given.bytes[i] == '/') part++;
    else if (part < 3) parts[part] = parts[part] * 10 + given.bytes[i] - '0';
  }
  if (part != 2) return nothing;
  int year = parts[2] < 50 ? 2000 + parts[2] : parts[2] < 100 ? 1900 + parts[2] : parts[2];
  const int digits[] = {year / 1000, year / 100 % 10, year / 10 % 10, year % 10, -3, parts[0] / 10, parts[0] % 10, -3,
                        parts[1] / 10, parts[1] % 10};
  for (int i = 0; i < 10; i++) room[i] = (char)('0' + digits[i]);
  return (Text){room, 10};
}

static Text gender(Text given) {
  if (same(given, text("male"))) return text("M");
  if (same(given, text("female"))) return text("F");
  return given;
}

typedef void PersonTaker(const Person *person, int index, bool is_new);
typedef void ClassTaker(const Class *section, int index);
typedef void SeatTaker(int section, int person, int role);

static int64_t read_people(const char *folder, int kind, PersonTaker *take) {
  int at[10] = {0};
  CSV csv = open_csv(folder, person_files[kind], person_columns[kind], at);
  while (next_row(&csv)) {
    char room[300], date[11];
    Text *fields = csv.fields;
    Person person = {.role = person_roles[kind], .schools = fields[at[0]], .sis_id = fields[at[1]],
                     .given = fields[at[2]], .family = fields[at[3]], .email = fields[at[4]]};
    if (kind == STUDENT) {
      person.middle = fields[at[5]], person.grade = fields[at[6]];
      person.birth = iso_date(date, fields[at[7]]), person.gender = gender(fields[at[8]]);
    }
    if (person.sis_id.count > 255) fail("an ID is too long");
    person.subject = joined(room, person.role, "/", person.sis_id);
    int index = find(&people, person.subject);
    bool is_new = index < 0;
    if (is_new) index = add(&people, person.subject);
    if (is_new && kind == TEACHER) {
      teacher_families = must(realloc(teacher_families, people.count * sizeof *teacher_families));
      teacher_families[index] = kept(person.family);
    }
    take(&person, index, is_new);
  }
  close_csv(&csv);
  return csv.rows;
}

/// `Course - family name - Period`, or the given name where there is no course.
static Text section_name(char *room, size_t size, Text given, Text course, Text family, Text period) {
  if (!course.count) return given;
  if ((size_t)(course.count + family.count + period.count + 6) > size) fail("a section's name is too long");
  Text name = course;
  if (family.count) name = joined(room, name, " - ", family);
  if (period.count) {
    if (name.bytes != room) name = joined(room, name, "", (Text){"", 0});
    memcpy(room + name.count, " - ", 3);
    memcpy(room + name.count + 3, period.bytes, (size_t)period.count);
    name = (Text){room, name.count + 3 + period.count};
  }
  return name;
}

static int64_t read_sections(const char *folder, ClassTaker *take_class, SeatTaker *take_seat) {
  int at[13];
  CSV csv = open_csv(folder, "sections", section_columns, at);
  while (next_row(&csv)) {
    char room[1024], id[300];
    Text *fields = csv.fields;
    int teachers[MOST_TEACHERS], count = 0;
    for (int i = 0; i < MOST_TEACHERS; i++) {
      int teacher = fields[at[8 + i]].count ? find_person(TEACHER, fields[at[8 + i]]) : -1;
      bool known = teacher < 0;
      for (int j = 0; j < count; j++) known |= teachers[j] == teacher;
      if (!known) teachers[count++] = teacher;
    }
    if (!count || find(&sections, fields[at[0]]) >= 0) continue;
    int index = add(&sections, fields[at[0]]);
    Class class = {.id = joined(id, feed, ":", fields[at[0]]), .number = fields[at[2]], .subject = fields[at[3]],
                   .grade = fields[at[4]], .course = fields[at[5]], .period = fields[at[6]], .term = fields[at[7]]};
    Text family = teacher_families[teachers[0]];
    class.name = section_name(room, sizeof room, fields[at[1]], class.course, family, class.period);
    take_class(&class, index);
    for (int i = 0; i < count; i++) take_seat(index, teachers[i], i ? IS_CO_TEACHER : IS_PRIMARY);
  }
  close_csv(&csv);
  return csv.rows;
}

static int64_t read_enrollments(const char *folder, SeatTaker *take) {
  int at[2];
  CSV csv = open_csv(folder, "enrollments", enrollment_columns, at);
  while (next_row(&csv)) {
    int section = find(&sections, csv.fields[at[0]]), person = find_person(STUDENT, csv.fields[at[1]]);
    if (section >= 0 && person >= 0) take(section, person, IS_STUDENT);
  }
  close_csv(&csv);
  return csv.rows;
}

static int64_t read_district(const char *folder, PersonTaker *person, ClassTaker *class, SeatTaker *seat) {
  int64_t rows = 0;
  for (int kind = STUDENT; kind <= STAFF; kind++) rows += read_people(folder, kind, person);
  rows += read_sections(folder, class, seat);
  return rows + read_enrollments(folder, seat);
}
