// A district into a new database.

static sqlite3_stmt *account_in, *link_in, *section_in, *enrollment_in, *school_in;
static int64_t now;

static void prepare_inserts(void) {
  account_in = prepare(insert_account);
  link_in = prepare(insert_link);
  section_in = prepare(insert_section);
  enrollment_in = prepare(insert_enrollment);
  school_in = prepare("UPDATE accounts SET schools = schools || ',' || ?2 WHERE key = ?1");
  now = time(NULL);
}

static void write_account(int64_t key, Text status, const Person *person) {
  char room[ACCOUNT_ID_SIZE];
  const Text values[] = {account_id(room, key), status, person->role, district, person->given, person->middle,
                         person->family, person->email, person->grade, person->schools, person->sis_id, person->birth,
                         person->gender};
  sqlite3_bind_int64(account_in, 1, key);
  for (int i = 0; i < 13; i++) bind(account_in, i + 2, values[i]);
  run(account_in);
}

static void write_link(Text provider, Text subject, int64_t account, Text role, Text sis_id) {
  const Text values[] = {provider, subject, district, role, sis_id};
  for (int i = 0; i < 5; i++) bind(link_in, i + 1, values[i]);
  sqlite3_bind_int64(link_in, 6, account);
  sqlite3_bind_int64(link_in, 7, now);
  run(link_in);
}

static void write_section(int64_t key, const Class *class) {
  const Text values[] = {class->id, active, class->name, class->number, class->subject, class->grade, class->course,
                         class->period, class->term};
  sqlite3_bind_int64(section_in, 1, key);
  for (int i = 0; i < 9; i++) bind(section_in, i + 2, values[i]);
  run(section_in);
}

static void write_enrollment(int64_t section, int64_t account, int role) {
  sqlite3_bind_int64(enrollment_in, 1, section);
  sqlite3_bind_int64(enrollment_in, 2, account);
  sqlite3_bind_int(enrollment_in, 3, role);
  sqlite3_bind_int(enrollment_in, 4, IS_ACTIVE);
  run(enrollment_in);
}

static void import_person(const Person *person, int index, bool is_new) {
  if (is_new) {
    write_account(index, unclaimed, person);
    write_link(feed, person->subject, index, person->role, person->sis_id);
    row_written();
  } else {
    sqlite3_bind_int64(school_in, 1, index);
    bind(school_in, 2, person->schools);
    run(school_in);
  }
  row_written();
}

// Enrollments are written section by section, teachers and students together in the order of their key, as far as
// the file keeps a section's rows together.

typedef struct { int person, role; } Seat;

static struct { Seat seats[MOST_TEACHERS]; int count; } *waiting_teachers; // by index in sections
static struct { Seat *seats; int section, count, room; } group = {.section = -1};

static void import_class(const Class *class, int index) {
  write_section(index, class);
  row_written();
  if ((index & (index - 1)) == 0)
    waiting_teachers = must(realloc(waiting_teachers, (size_t)(index ? index * 2 : 1) * sizeof *waiting_teachers));
  waiting_teachers[index].count = 0;
}

static int by_person(const void *left, const void *right) {
  return ((const Seat *)left)->person - ((const Seat *)right)->person;
}

static void write_group(void) {
  if (!group.count) return;
  qsort(group.seats, (size_t)group.count, sizeof *group.seats, by_person);
  for (int i = 0; i < group.count; i++) {
    write_enrollment(group.section, group.seats[i].person, group.seats[i].role);
    row_written();
  }
  group.count = 0;
}

static void add_to_group(Seat seat) {
  if (group.count == group.room) {
    group.room = group.room ? group.room * 2 : 64;
    group.seats = must(realloc(group.seats, (size_t)group.room * sizeof *group.seats));
  }
  group.seats[group.count++] = seat;
}

static void start_group(int section) {
  write_group();
  group.section = section;
  for (int i = 0; i < waiting_teachers[section].count; i++) add_to_group(waiting_teachers[section].seats[i]);
  waiting_teachers[section].count = 0;
}

static void import_seat(int section, int person, int role) {
  Seat seat = {person, role};
  if (role != IS_STUDENT) {
    waiting_teachers[section].seats[waiting_teachers[section].count++] = seat;
    return;
  }
  if (section != group.section) start_group(section);
  add_to_group(seat);
}

static int64_t import_district(const char *path, const char *folder) {
  if (access(path, F_OK) == 0) fail("%s is there already; import makes a new one", path);
  open_database(path);
  execute(schema);
  begin_statement = prepare("BEGIN IMMEDIATE"), commit_statement = prepare("COMMIT");
  prepare_inserts();
  begin();
  int64_t rows = read_district(folder, import_person, import_class, import_seat);
  for (uint32_t section = 0; section < sections.count; section++) start_group((int)section);
  write_group();
  commit();
  return rows;
}
