#!/usr/bin/env bash
# The least that an import into PostgreSQL can take: COPY of the rows that ours left into the same empty tables, with
# the same indexes, in one transaction: copy.sh URL
# URL names a database with a store in it. The rows are copied within the same database, into the schema "copied".
set -euo pipefail
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
tables="account link section assertion ${2-entry entry_account}"
sql() { psql --no-psqlrc --quiet --tuples-only --set ON_ERROR_STOP=1 "$@"; }
sql "$1" -c 'DROP SCHEMA IF EXISTS copied CASCADE' -c 'CREATE SCHEMA copied' 2>/dev/null
for table in $tables; do
  sql "$1" -c "CREATE TABLE copied.$table (LIKE provisioning.$table INCLUDING ALL)" \
    -c "\\copy provisioning.$table TO '$files/$table' (FORMAT binary)"
done
{ echo BEGIN\;; for table in $tables; do echo "\\copy copied.$table FROM '$files/$table' (FORMAT binary)"; done; echo COMMIT\;; } >"$files/load"
start=$EPOCHREALTIME
sql "$1" --file "$files/load"
echo "seconds: $(bc <<<"$EPOCHREALTIME - $start")"
