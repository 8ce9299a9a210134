// The least that a program in C can do on PostgreSQL for sign-ins: what ours is measured against.
//
//     postgresql make URL N               tables with N people, in a schema "floor" made anew
//     postgresql signin URL N TOGETHER    returning sign-ins: one prepared read each
//     postgresql signin-first URL N TOGETHER
//                                         first sign-ins: a read, then account and link, a commit each
//
// TOGETHER threads have a connection each. Statements are prepared; what can be sent together is. It keeps no
// journal and checks no expectations. Prints one line of JSON.

#include <libpq-fe.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *url;
static int64_t count, together, people;
static char run_name[32];

static void fail(PGconn *connection, const char *what) {
  fprintf(stderr, "postgresql: %s: %s\n", what, PQerrorMessage(connection));
  exit(1);
}

static void execute(PGconn *connection, const char *sql) {
  PGresult *result = PQexec(connection, sql);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(connection, sql);
  PQclear(result);
}

static void quiet(void *context, const char *message) { (void)context, (void)message; }

static PGconn *opened(void) {
  PGconn *connection = PQconnectdb(url);
  if (PQstatus(connection) != CONNECTION_OK) fail(connection, "connecting");
  PQsetNoticeProcessor(connection, quiet, NULL);
  execute(connection, "SET search_path TO floor");
  return connection;
}

static void prepare(PGconn *connection) {
  static const char *const statements[][2] = {
      {"read", "SELECT l.since, a.* FROM link l JOIN account a ON a.id = l.account WHERE l.key = $1::text"},
      {"account", "INSERT INTO account (id, status, given, family, email, grade, district, sis_id)"
                  " VALUES ($1::text, 'active', 'Ana', 'Quill', $2::text, '5', 'north', $3::text)"},
      {"link", "INSERT INTO link (key, account, since) VALUES ($1::text, $2::text, 1)"},
      {"begin", "BEGIN"},
      {"commit", "COMMIT"},
  };
  for (int i = 0; i < 5; i++) PQclear(PQprepare(connection, statements[i][0], statements[i][1], 0, NULL));
  if (!PQenterPipelineMode(connection)) fail(connection, "pipeline");
}

static void send(PGconn *connection, const char *name, int number, const char *const *values) {
  if (!PQsendQueryPrepared(connection, name, number, values, NULL, NULL, 1)) fail(connection, name);
}

/// Receives the answers of what was sent; the rows of the first.
static int receive(PGconn *connection, int statements) {
  if (!PQpipelineSync(connection)) fail(connection, "sync");
  int rows = 0;
  for (int i = 0; i < statements; i++) {
    PGresult *result = PQgetResult(connection);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(connection, "a statement");
    if (i == 0) rows = PQntuples(result);
    PQclear(result);
    PQgetResult(connection);
  }
  PQclear(PQgetResult(connection));
  return rows;
}

static void sign_in(PGconn *connection, int64_t number) {
  char key[64];
  snprintf(key, sizeof key, "clever p-%ld", (long)((uint64_t)number * 7919 % (uint64_t)people));
  const char *values[] = {key};
  send(connection, "read", 1, values);
  if (receive(connection, 1) != 1) fail(connection, "a known key was not found");
}

static void sign_in_first(PGconn *connection, int64_t number) {
  char key[64], id[64], email[64], sis[64];
  snprintf(key, sizeof key, "clever %s-%ld", run_name, (long)number);
  snprintf(id, sizeof id, "a-%s-%ld", run_name, (long)number);
  snprintf(email, sizeof email, "%s-%ld@pupils.example", run_name, (long)number);
  snprintf(sis, sizeof sis, "%s-%ld", run_name, (long)number);
  const char *read[] = {key}, *account[] = {id, email, sis}, *link[] = {key, id};
  send(connection, "read", 1, read);
  if (receive(connection, 1) != 0) fail(connection, "a new key was known");
  send(connection, "begin", 0, NULL);
  send(connection, "account", 3, account);
  send(connection, "link", 2, link);
  send(connection, "commit", 0, NULL);
  receive(connection, 4);
}

static void (*job)(PGconn *, int64_t);
static pthread_barrier_t start;

static void *lane(void *argument) {
  PGconn *connection = opened();
  prepare(connection);
  pthread_barrier_wait(&start);
  for (int64_t number = (int64_t)(intptr_t)argument; number < count; number += together) job(connection, number);
  PQfinish(connection);
  return NULL;
}

static double seconds(void) {
  struct timespec clock;
  clock_gettime(CLOCK_MONOTONIC, &clock);
  return (double)clock.tv_sec + (double)clock.tv_nsec / 1e9;
}

static void make(void) {
  PGconn *connection = PQconnectdb(url);
  char fill[512];
  execute(connection, "DROP SCHEMA IF EXISTS floor CASCADE; CREATE SCHEMA floor; SET search_path TO floor");
  execute(connection,
          "CREATE TABLE account (id text COLLATE \"C\" PRIMARY KEY, status text NOT NULL, given text, middle text,"
          " family text, email text, grade text, district text, schools text, sis_id text, birth_date text, gender text);"
          "CREATE TABLE link (key text COLLATE \"C\" PRIMARY KEY, account text COLLATE \"C\" NOT NULL, since int8);"
          "CREATE INDEX link_account ON link (account); CREATE INDEX account_email ON account (email);"
          "CREATE INDEX account_sis ON account (sis_id, district)");
  snprintf(fill, sizeof fill,
           "INSERT INTO account (id, status, given, family, email, grade, district, sis_id) SELECT 'a-' || n, 'active',"
           " 'Ana', 'Quill', n || '@pupils.example', '5', 'north', n FROM generate_series(0, %ld) AS n;"
           "INSERT INTO link SELECT 'clever p-' || n, 'a-' || n, 1 FROM generate_series(0, %ld) AS n; ANALYZE",
           (long)count - 1, (long)count - 1);
  execute(connection, fill);
  PQfinish(connection);
}

int main(int words, char **arguments) {
  if (words < 4) return fprintf(stderr, "use: postgresql make|signin|signin-first URL N [TOGETHER]\n"), 64;
  url = arguments[2], count = atoll(arguments[3]), together = words > 4 ? atoll(arguments[4]) : 1;
  if (strcmp(arguments[1], "make") == 0) return make(), 0;
  job = strcmp(arguments[1], "signin") == 0 ? sign_in : sign_in_first;
  PGconn *connection = opened();
  PGresult *result = PQexec(connection, "SELECT count(*) FROM link WHERE key LIKE 'clever p-%'");
  people = atoll(PQgetvalue(result, 0, 0));
  PQclear(result);
  PQfinish(connection);
  snprintf(run_name, sizeof run_name, "%ld-%d", (long)time(NULL), getpid());
  pthread_t threads[256];
  pthread_barrier_init(&start, NULL, (unsigned)together + 1);
  for (int64_t i = 0; i < together; i++) pthread_create(&threads[i], NULL, lane, (void *)(intptr_t)i);
  pthread_barrier_wait(&start);
  double began = seconds();
  for (int64_t i = 0; i < together; i++) pthread_join(threads[i], NULL);
  double wall = seconds() - began;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"job\":\"%s\",\"rows\":%ld,\"together\":%ld,\"wall_seconds\":%.6f,\"per_second\":%.0f,\"cpu_seconds\":%.6f}\n",
         arguments[1], (long)count, (long)together, wall, (double)count / wall,
         (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
  return 0;
}
