// Looked for where Debian keeps it, without pkg-config: that warns whoever builds without PostgreSQL.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#elif __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#error "libpq was not found: install libpq-dev (Debian, Ubuntu) or build without the trait PostgreSQL"
#endif
