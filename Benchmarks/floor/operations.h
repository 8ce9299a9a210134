// Sign-ins, a teacher's first login, merges: one at a time, in a database that an import made.

static uint64_t random_number(void) {
  static uint64_t state = 88172645463325252;
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return state;
}

static uint64_t random_below(uint64_t limit) { return (random_number() >> 11) % limit; }

/// All of one column, kept.
static Text *texts_of(const char *sql, uint64_t *count) {
  sqlite3_stmt *statement = prepare(sql);
  Text *all = NULL;
  for (*count = 0; step(statement); ++*count) {
    if ((*count & (*count - 1)) == 0) all = must(realloc(all, (*count ? *count * 2 : 1) * sizeof *all));
    all[*count] = kept(column(statement, 0));
  }
  sqlite3_finalize(statement);
  return all;
}

static Text *known_subjects;
static uint64_t known_count;
static int64_t next_account, next_section;

static void open_for_operations(const char *path) {
  open_existing(path);
  begin_statement = prepare("BEGIN IMMEDIATE"), commit_statement = prepare("COMMIT");
  prepare_inserts();
  next_account = number_of("SELECT max(key) + 1 FROM accounts");
  next_section = number_of("SELECT max(key) + 1 FROM sections");
}

static sqlite3_stmt *link_and_account;

static void prepare_sign_in(void) {
  link_and_account = prepare(
      "SELECT a.id, l.since, l.last_seen, a.status, a.merged_into, a.role, a.district, a.given, a.middle, a.family,"
      " a.email, a.grade, a.schools, a.sis_id, a.birth_date, a.gender"
      " FROM links l JOIN accounts a ON a.key = l.account WHERE l.provider = ? AND l.subject = ?");
}

/// Reads link and account in full; true if the key is known.
static bool signed_in(Text provider, Text subject) {
  bind(link_and_account, 1, provider);
  bind(link_and_account, 2, subject);
  bool known = step(link_and_account);
  volatile int bytes = 0;
  for (int i = 0; known && i < 16; i++) bytes += column(link_and_account, i).count;
  sqlite3_reset(link_and_account);
  return known;
}

static void prepare_keys(const char *path) {
  open_for_operations(path);
  prepare_sign_in();
  known_subjects = texts_of("SELECT subject FROM links WHERE provider = 'feed'", &known_count);
  if (!known_count) fail("no links in %s", path);
}

static void sign_in(int64_t number) {
  (void)number;
  if (!signed_in(feed, known_subjects[random_below(known_count)])) fail("a known key was not found");
}

static sqlite3_stmt *seen;

static void prepare_seen(const char *path) {
  prepare_keys(path);
  seen = prepare("UPDATE links SET last_seen = ? WHERE provider = ? AND subject = ?");
}

static void sign_in_seen(int64_t number) {
  Text subject = known_subjects[random_below(known_count)];
  begin();
  if (!signed_in(feed, subject)) fail("a known key was not found");
  sqlite3_bind_int64(seen, 1, now * 1000000 + number); // another value each time, or SQLite writes nothing
  bind(seen, 2, feed);
  bind(seen, 3, subject);
  run(seen);
  commit();
}

static const Text clever = {"clever", 6};

static void prepare_first(const char *path) {
  open_for_operations(path);
  prepare_sign_in();
}

/// An ID such as Clever's: 24 hexadecimal digits, scattered, with the number in it so that it is new.
static Text clever_id(char room[25], uint64_t number) {
  static const char digits[] = "0123456789abcdef";
  uint64_t front = random_number();
  for (int i = 0; i < 12; i++, front >>= 4) room[i] = digits[front & 15];
  for (int i = 23; i >= 12; i--, number >>= 4) room[i] = digits[number & 15];
  return (Text){room, 24};
}

/// An account with a link to a new key, after a look whether the key is known; the account's key.
static int64_t create_account(Text role, bool claimed) {
  char key[25], address[64], sis_id[ACCOUNT_ID_SIZE];
  int64_t account = next_account++;
  Text subject = clever_id(key, (uint64_t)account);
  if (signed_in(clever, subject)) fail("a new key was known");
  Person person = {.role = role, .given = text("Elowen"), .family = text("Thornquist"), .grade = text("7"),
                   .schools = text("0001"), .sis_id = account_id(sis_id, account)};
  person.email = joined(address, subject, "@", text("example.org"));
  write_account(account, claimed ? active : unclaimed, &person);
  write_link(clever, subject, account, role, person.sis_id);
  return account;
}

static void sign_in_first(int64_t number) {
  (void)number;
  begin();
  create_account(person_roles[STUDENT], true);
  commit();
}

static sqlite3_stmt *section_known;

static void prepare_teacher(const char *path) {
  prepare_first(path);
  section_known = prepare("SELECT status, name FROM sections WHERE id = ?");
}

static void teacher_first_login(int64_t number) {
  (void)number;
  char key[25], id[64];
  begin();
  int64_t teacher = create_account(person_roles[TEACHER], true);
  for (int taught = 0; taught < 5; taught++) {
    int64_t section = next_section++;
    Class class = {.id = joined(id, clever, ":", clever_id(key, (uint64_t)section)),
                   .name = text("World History - Thornquist - 3"), .number = text("3"),
                   .subject = text("social studies"),
                   .grade = text("7"), .course = text("World History"), .period = text("3")};
    bind(section_known, 1, class.id);
    if (step(section_known)) fail("a new section was known");
    sqlite3_reset(section_known);
    write_section(section, &class);
    write_enrollment(section, teacher, IS_PRIMARY);
    for (int student = 0; student < 30; student++)
      write_enrollment(section, create_account(person_roles[STUDENT], false), IS_STUDENT);
  }
  commit();
}

static Text *mergeable;
static uint64_t mergeable_count;
static sqlite3_stmt *account_read, *links_move, *enrollments_move, *enrollments_end, *account_merged;

static void prepare_merge(const char *path) {
  open_for_operations(path);
  mergeable = texts_of("SELECT id FROM accounts WHERE role = 'student' AND status <> 'merged' AND grade IS NOT NULL"
                       " ORDER BY key", &mergeable_count);
  for (uint64_t pair = mergeable_count / 2; pair-- > 1;) { // neighbours are a pair; pairs in random order
    uint64_t other = random_below(pair + 1);
    for (int side = 0; side < 2; side++) {
      Text text = mergeable[2 * pair + (uint64_t)side];
      mergeable[2 * pair + (uint64_t)side] = mergeable[2 * other + (uint64_t)side];
      mergeable[2 * other + (uint64_t)side] = text;
    }
  }
  account_read = prepare("SELECT key, status, merged_into, role, given, middle, family, email, grade, schools, sis_id,"
                         " birth_date, gender FROM accounts WHERE id = ?");
  links_move = prepare("UPDATE links SET account = ?2 WHERE account = ?1");
  enrollments_move = prepare("UPDATE OR IGNORE enrollments SET account = ?2 WHERE account = ?1");
  enrollments_end = prepare("UPDATE enrollments SET status = 1 WHERE account = ?1");
  account_merged = prepare("UPDATE accounts SET status = 'merged', merged_into = ?2 WHERE key = ?1");
}

static void merge(int64_t number) {
  if ((uint64_t)number * 2 + 1 >= mergeable_count) fail("only %lu pairs of accounts to merge", mergeable_count / 2);
  int64_t keys[2]; // source, target
  begin();
  for (int side = 0; side < 2; side++) {
    bind(account_read, 1, mergeable[number * 2 + side]);
    if (!step(account_read)) fail("an account is missing");
    keys[side] = sqlite3_column_int64(account_read, 0);
    sqlite3_reset(account_read);
  }
  sqlite3_stmt *const changes[] = {links_move, enrollments_move, enrollments_end, account_merged};
  for (int i = 0; i < 4; i++) {
    sqlite3_bind_int64(changes[i], 1, keys[0]);
    if (changes[i] != enrollments_end) sqlite3_bind_int64(changes[i], 2, keys[1]);
    run(changes[i]);
  }
  commit();
}
