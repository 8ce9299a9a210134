// CSV files, row by row.

enum { MOST_FIELDS = 64 };

/// Reads rows from a file in pieces; a row's fields stay valid until the next row is read.
typedef struct {
  FILE *file;
  char *buffer;
  size_t size, start, end;
  Text fields[MOST_FIELDS];
  int count;
  int64_t rows;
} CSV;

/// Takes one row from buffer[start..<end], unquoting in place. False: the row is not complete in the buffer.
static bool take_row(CSV *csv, bool at_end) {
  char *in = csv->buffer + csv->start, *end = csv->buffer + csv->end;
  csv->count = 0;
  for (;;) {
    if (csv->count == MOST_FIELDS) fail("a row has more than %d fields", MOST_FIELDS);
    char *out = in;
    Text *field = &csv->fields[csv->count];
    field->bytes = in;
    if (in < end && *in == '"') {
      // Look for the closing quote before anything is moved: the row may have to be read again.
      char *close = in + 1;
      while (close < end && !(*close == '"' && (close + 1 == end || close[1] != '"'))) close += *close == '"' ? 2 : 1;
      if (close >= end || (close + 1 == end && !at_end)) return false;
      field->bytes = in + 1;
      field->count = (int)(close - in - 1);
      in = close + 1;
    } else {
      while (in < end && *in != ',' && *in != '\n' && *in != '\r') in++;
      field->count = (int)(in - out);
    }
    csv->count++;
    if (in == end || (*in == '\r' && in + 1 == end)) {
      if (!at_end) return false;
      csv->start = csv->end;
      break;
    }
    char sign = *in++;
    if (sign == ',') continue;
    if (sign == '\r' && *in == '\n') in++;
    csv->start = (size_t)(in - csv->buffer);
    break;
  }
  return true;
}

static void undouble_quotes(Text *field) {
  char *out = (char *)field->bytes, *in = out, *end = out + field->count;
  if (field->count == 0 || in[-1] != '"') return;
  while (in < end) {
    if (*in == '"') in++;
    *out++ = *in++;
  }
  field->count = (int)(out - field->bytes);
}

static bool next_row(CSV *csv) {
  for (bool at_end = false;;) {
    if (csv->start < csv->end && take_row(csv, at_end)) break;
    if (at_end) {
      if (csv->start < csv->end) fail("a quote is open at the end of the file");
      return false;
    }
    memmove(csv->buffer, csv->buffer + csv->start, csv->end - csv->start);
    csv->end -= csv->start;
    csv->start = 0;
    if (csv->end == csv->size - 1) csv->buffer = must(realloc(csv->buffer, csv->size *= 2));
    size_t got = fread(csv->buffer + csv->end, 1, csv->size - 1 - csv->end, csv->file);
    csv->end += got;
    csv->buffer[csv->end] = 0;
    at_end = got == 0;
  }
  for (int i = 0; i < csv->count; i++)
    if (csv->fields[i].bytes > csv->buffer) undouble_quotes(&csv->fields[i]);
  csv->rows++;
  return true;
}

/// Opens DIR/FILE.csv and finds the wanted columns (the list ends with NULL) in its header.
static CSV open_csv(const char *folder, const char *file, const char *const *wanted, int *columns) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.csv", folder, file);
  CSV csv = {.file = fopen(path, "rb"), .size = 1 << 18};
  if (!csv.file) fail("cannot open %s", path);
  csv.buffer = must(malloc(csv.size));
  if (!next_row(&csv)) fail("%s is empty", path);
  for (; *wanted; wanted++, columns++) {
    Text name = text(*wanted);
    for (*columns = 0; *columns < csv.count; ++*columns) {
      Text field = csv.fields[*columns];
      if (field.count == name.count && strncasecmp(field.bytes, name.bytes, (size_t)name.count) == 0) break;
    }
    if (*columns == csv.count) fail("%s has no column %s", path, *wanted);
  }
  csv.rows = 0;
  return csv;
}

static void close_csv(CSV *csv) {
  fclose(csv->file);
  free(csv->buffer);
}
