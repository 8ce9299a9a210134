// The database: schema, pragmas, statements.

#ifndef CACHE_KIB
#define CACHE_KIB 65536
#endif
#ifndef FOREIGN_KEYS
#define FOREIGN_KEYS 0
#endif

static const char *schema =
    "CREATE TABLE accounts(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, merged_into INTEGER,"
    "  role TEXT NOT NULL, district TEXT, given TEXT, middle TEXT, family TEXT, email TEXT, grade TEXT, schools TEXT,"
    "  sis_id TEXT, birth_date TEXT, gender TEXT);"
    "CREATE TABLE links(provider TEXT NOT NULL, subject TEXT NOT NULL, account INTEGER NOT NULL REFERENCES accounts,"
    "  district TEXT, role TEXT, sis_id TEXT, since INTEGER, last_seen INTEGER,"
    "  PRIMARY KEY(provider, subject)) WITHOUT ROWID;"
    "CREATE TABLE sections(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, name TEXT,"
    "  number TEXT, subject TEXT, grade TEXT, course TEXT, period TEXT, term TEXT);"
    "CREATE TABLE enrollments(section INTEGER NOT NULL REFERENCES sections,"
    "  account INTEGER NOT NULL REFERENCES accounts, role INTEGER NOT NULL, status INTEGER NOT NULL,"
    "  PRIMARY KEY(section, account)) WITHOUT ROWID;"
    "CREATE INDEX accounts_by_email ON accounts(email) WHERE email IS NOT NULL;"
    "CREATE INDEX links_by_account ON links(account);"
    "CREATE INDEX links_by_sis_id ON links(district, role, sis_id) WHERE sis_id IS NOT NULL;"
    "CREATE INDEX enrollments_by_account ON enrollments(account);";

static const char *insert_account =
    "INSERT INTO accounts(key, id, status, role, district, given, middle, family, email, grade, schools, sis_id,"
    " birth_date, gender) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
static const char *insert_link =
    "INSERT INTO links(provider, subject, district, role, sis_id, account, since) VALUES(?,?,?,?,?,?,?)";
static const char *insert_section =
    "INSERT INTO sections(key, id, status, name, number, subject, grade, course, period, term)"
    " VALUES(?,?,?,?,?,?,?,?,?,?)";
static const char *insert_enrollment = "INSERT INTO enrollments(section, account, role, status) VALUES(?,?,?,?)";

static sqlite3 *db;

static void execute(const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail("%s\n  %s", sqlite3_errmsg(db), sql);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    fail("%s\n  %s", sqlite3_errmsg(db), sql);
  return statement;
}

static void open_database(const char *path) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    fail("cannot open %s", path);
  char pragmas[256];
  snprintf(pragmas, sizeof pragmas,
           "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-%d;"
           "PRAGMA foreign_keys=%d;", CACHE_KIB, FOREIGN_KEYS);
  execute(pragmas);
}

static void open_existing(const char *path) {
  if (access(path, F_OK) != 0) fail("%s is missing; import makes it", path);
  open_database(path);
}

/// Binds a text without a copy; an empty one is NULL.
static void bind(sqlite3_stmt *statement, int at, Text value) {
  if (value.count) sqlite3_bind_text(statement, at, value.bytes, value.count, SQLITE_STATIC);
  else sqlite3_bind_null(statement, at);
}

static void run(sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail("%s\n  %s", sqlite3_errmsg(db), sqlite3_sql(statement));
  sqlite3_reset(statement);
}

static bool step(sqlite3_stmt *statement) {
  int result = sqlite3_step(statement);
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail("%s", sqlite3_errmsg(db));
  return result == SQLITE_ROW;
}

/// The bytes as they stand in the page: asking for text would copy them to add a NUL.
static Text column(sqlite3_stmt *statement, int at) {
  const char *bytes = sqlite3_column_blob(statement, at);
  return (Text){bytes, sqlite3_column_bytes(statement, at)};
}

static int64_t number_of(const char *sql) {
  sqlite3_stmt *statement = prepare(sql);
  int64_t number = step(statement) ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  return number;
}

static sqlite3_stmt *begin_statement, *commit_statement;

static void begin(void) { run(begin_statement); }
static void commit(void) { run(commit_statement); }

enum { ROWS_A_COMMIT = 5000 };

/// Called for each row written: a commit every ROWS_A_COMMIT.
static void row_written(void) {
  static int written;
  if (++written % ROWS_A_COMMIT == 0) commit(), begin();
}
