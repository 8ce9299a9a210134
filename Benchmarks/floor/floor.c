// The least that a program in C can do on SQLite for the same jobs: what ours is measured against.
//
//     floor import DB DIR         a district from Clever CSV into a new database
//     floor resync DB DIR         the same files again: every row compared, nothing written
//     floor signin DB N           returning sign-ins, read only
//     floor signin-seen DB N      returning sign-ins, last-seen written, a commit each
//     floor signin-first DB N     first sign-ins: account and link, a commit each
//     floor teacher DB N          a teacher's first login with 5 sections of 30 students, a commit each
//     floor merge DB N            merges of two accounts, a commit each
//
// Prints one line of JSON. It trusts its input (the output of `linkctl sample --clean`) and keeps no journal, no undo
// data and no expectations: what those cost is what the ratio shows.

#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// One program in pieces, in the order of who uses whom.
#include "text.h"
#include "csv.h"
#include "sqlite.h"
#include "roster.h"
#include "import.h"
#include "resync.h"
#include "operations.h"

typedef struct { double wall, cpu; } Moment;

static Moment moment(void) {
  struct timespec clock;
  struct rusage usage;
  clock_gettime(CLOCK_MONOTONIC, &clock);
  getrusage(RUSAGE_SELF, &usage);
  return (Moment){(double)clock.tv_sec + (double)clock.tv_nsec / 1e9,
                  (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                      (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6};
}

static void report(const char *job, int64_t rows, Moment start, Moment end) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage); // before the counts, which are no part of the job
  printf("{\"job\":\"%s\",\"rows\":%lld,\"wall_seconds\":%.6f,\"cpu_seconds\":%.6f,\"peak_rss_kib\":%ld,"
         "\"sqlite\":\"%s\",\"cache_kib\":%d,\"foreign_keys\":%d,\"differences\":%lld",
         job, (long long)rows, end.wall - start.wall, end.cpu - start.cpu, usage.ru_maxrss, sqlite3_libversion(),
         CACHE_KIB, FOREIGN_KEYS, (long long)differences);
  printf(",\"accounts\":%lld,\"sections\":%lld,\"enrollments\":%lld}\n",
         (long long)number_of("SELECT count(*) FROM accounts"), (long long)number_of("SELECT count(*) FROM sections"),
         (long long)number_of("SELECT count(*) FROM enrollments"));
}

static const struct {
  const char *name;
  void (*prepare)(const char *path);
  void (*run)(int64_t number);
} operations[] = {
    {"signin", prepare_keys, sign_in},           {"signin-seen", prepare_seen, sign_in_seen},
    {"signin-first", prepare_first, sign_in_first}, {"teacher", prepare_teacher, teacher_first_login},
    {"merge", prepare_merge, merge},
};

int main(int count, char **arguments) {
  if (count != 4) fail("use: floor import|resync DB DIR, or floor signin|signin-seen|signin-first|teacher|merge DB N");
  const char *job = arguments[1], *path = arguments[2], *last = arguments[3];
  Moment start = moment();
  if (strcmp(job, "import") == 0 || strcmp(job, "resync") == 0) {
    int64_t rows = job[0] == 'i' ? import_district(path, last) : resync_district(path, last);
    report(job, rows, start, moment());
    return differences != 0;
  }
  for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
    if (strcmp(job, operations[i].name) != 0) continue;
    operations[i].prepare(path);
    int64_t number = atoll(last);
    start = moment();
    for (int64_t done = 0; done < number; done++) operations[i].run(done);
    report(job, number, start, moment());
    return 0;
  }
  fail("no job called %s", job);
}
