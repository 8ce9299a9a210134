// The same district again: every stored row compared with what the files say.

static Person *read_persons; // by index in people
static Class *read_classes;  // by index in sections
static struct Seats { uint64_t *slots, mask, count; } seats;

static void keep_person(const Person *person, int index, bool is_new) {
  if (!is_new) { // schools add up
    char room[600];
    if (read_persons[index].schools.count + person->schools.count > 590) fail("too many schools");
    read_persons[index].schools = kept(joined(room, read_persons[index].schools, ",", person->schools));
    return;
  }
  if ((index & (index - 1)) == 0)
    read_persons = must(realloc(read_persons, (size_t)(index ? index * 2 : 1) * sizeof *read_persons));
  Person copy = *person;
  for (Text *value = &copy.subject; value <= &copy.gender; value++) *value = kept(*value);
  read_persons[index] = copy;
}

static void keep_class(const Class *class, int index) {
  if ((index & (index - 1)) == 0)
    read_classes = must(realloc(read_classes, (size_t)(index ? index * 2 : 1) * sizeof *read_classes));
  Class copy = *class;
  for (Text *value = &copy.id; value <= &copy.term; value++) *value = kept(*value);
  read_classes[index] = copy;
}

/// A seat in 64 bits: section, person, role; never 0.
static uint64_t seat_of(int section, int person, int role) {
  return (uint64_t)section << 34 | (uint64_t)person << 2 | (uint64_t)(role + 1);
}

/// The seats of one section stand close together: both the files and the store come by section.
static uint64_t *seat_slot(uint64_t seat) {
  uint64_t at = ((seat >> 34) * 64 + (seat * 0x9e3779b97f4a7c15 >> 58)) & seats.mask;
  while (seats.slots[at] && seats.slots[at] != seat) at = (at + 1) & seats.mask;
  return &seats.slots[at];
}

static void keep_seat(int section, int person, int role) {
  if (seats.count * 2 >= seats.mask) {
    struct Seats old = seats;
    seats.mask = old.mask ? old.mask * 2 + 1 : (1 << 16) - 1;
    seats.slots = must(calloc(seats.mask + 1, sizeof *seats.slots));
    for (uint64_t i = 0; old.slots && i <= old.mask; i++)
      if (old.slots[i]) *seat_slot(old.slots[i]) = old.slots[i];
    free(old.slots);
  }
  uint64_t seat = seat_of(section, person, role), *slot = seat_slot(seat);
  seats.count += *slot == 0;
  *slot = seat;
}

static int64_t differences;

static bool differs(sqlite3_stmt *stored, const Text *values, int count) {
  for (int i = 0; i < count; i++)
    if (!same(column(stored, i), values[i])) return true;
  return false;
}

/// From the keys of stored rows to the indexes of what the files say.
typedef struct { int *indexes; int64_t count; } Keys;

static Keys stored_accounts, stored_sections;

static void map_key(Keys *keys, int64_t key, int index) {
  if (key >= keys->count) {
    int64_t count = (key + 1) * 2;
    keys->indexes = must(realloc(keys->indexes, (size_t)count * sizeof *keys->indexes));
    for (; keys->count < count; keys->count++) keys->indexes[keys->count] = -1;
  }
  keys->indexes[key] = index;
}

static int index_of(const Keys *keys, int64_t key) { return key < keys->count ? keys->indexes[key] : -1; }

static void compare_links(void) {
  sqlite3_stmt *stored = prepare("SELECT subject, district, role, sis_id, account FROM links WHERE provider = 'feed'");
  uint32_t met = 0;
  for (; step(stored); met++) {
    int index = find(&people, column(stored, 0));
    if (index < 0) { differences++; continue; }
    Person *person = &read_persons[index];
    const Text values[] = {person->subject, district, person->role, person->sis_id};
    differences += differs(stored, values, 4);
    map_key(&stored_accounts, sqlite3_column_int64(stored, 4), index);
  }
  differences += met != people.count;
}

static void compare_accounts(void) {
  sqlite3_stmt *stored = prepare("SELECT role, district, given, middle, family, email, grade, schools, sis_id,"
                                 " birth_date, gender, key FROM accounts");
  while (step(stored)) {
    int index = index_of(&stored_accounts, sqlite3_column_int64(stored, 11));
    if (index < 0) continue;
    Person *person = &read_persons[index];
    const Text values[] = {person->role, district, person->given, person->middle, person->family, person->email,
                           person->grade, person->schools, person->sis_id, person->birth, person->gender};
    differences += differs(stored, values, 11);
  }
}

static void compare_sections(void) {
  sqlite3_stmt *stored = prepare("SELECT id, status, name, number, subject, grade, course, period, term, key"
                                 " FROM sections");
  uint32_t met = 0;
  while (step(stored)) {
    Text id = column(stored, 0);
    if (id.count <= feed.count || memcmp(id.bytes, "feed:", 5) != 0) continue;
    met++;
    int index = find(&sections, (Text){id.bytes + feed.count + 1, id.count - feed.count - 1});
    if (index < 0) { differences++; continue; }
    Class *class = &read_classes[index];
    const Text values[] = {class->id, active, class->name, class->number, class->subject, class->grade, class->course,
                           class->period, class->term};
    differences += differs(stored, values, 9);
    map_key(&stored_sections, sqlite3_column_int64(stored, 9), index);
  }
  differences += met != sections.count;
}

static void compare_enrollments(void) {
  sqlite3_stmt *stored = prepare("SELECT section, account, role, status FROM enrollments");
  uint64_t met = 0;
  while (step(stored)) {
    int section = index_of(&stored_sections, sqlite3_column_int64(stored, 0));
    int person = index_of(&stored_accounts, sqlite3_column_int64(stored, 1));
    if (section < 0) continue; // of another provider
    met++;
    bool listed = person >= 0 && *seat_slot(seat_of(section, person, sqlite3_column_int(stored, 2))) != 0;
    differences += !listed || sqlite3_column_int(stored, 3) != IS_ACTIVE;
  }
  differences += met != seats.count;
}

static int64_t resync_district(const char *path, const char *folder) {
  open_existing(path);
  int64_t rows = read_district(folder, keep_person, keep_class, keep_seat);
  execute("BEGIN");
  compare_links();
  compare_accounts();
  compare_sections();
  compare_enrollments();
  execute("COMMIT");
  return rows;
}
