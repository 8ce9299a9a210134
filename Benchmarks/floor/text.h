// Texts, and a map from them.

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("floor: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(1);
}

static void *must(void *memory) {
  if (!memory) fail("out of memory");
  return memory;
}

typedef struct { const char *bytes; int count; } Text;

static const Text nothing = {NULL, 0};

static Text text(const char *bytes) { return (Text){bytes, (int)strlen(bytes)}; }

static bool same(Text a, Text b) {
  return a.count == b.count && (a.count == 0 || memcmp(a.bytes, b.bytes, (size_t)a.count) == 0);
}

/// Keeps a copy until the program ends.
static Text kept(Text original) {
  static char *block;
  static size_t left;
  if (left < (size_t)original.count) {
    left = 1 << 20;
    if (left < (size_t)original.count) left = (size_t)original.count;
    block = must(malloc(left));
  }
  Text copy = {block, original.count};
  if (original.count) memcpy(block, original.bytes, (size_t)original.count);
  block += original.count;
  left -= (size_t)original.count;
  return copy;
}

/// From texts to the order in which they came.
typedef struct { uint32_t *slots; Text *keys; uint32_t mask, count; } Map;

static uint64_t hash_of(Text key) {
  uint64_t hash = (uint64_t)key.count, word = 0;
  int at = 0;
  for (; at + 8 <= key.count; at += 8) {
    memcpy(&word, key.bytes + at, 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15, hash ^= hash >> 32;
  }
  for (word = 0; at < key.count; at++) word = word << 8 | (uint8_t)key.bytes[at];
  hash = (hash ^ word) * 0x9e3779b97f4a7c15;
  return hash ^ hash >> 32;
}

static uint32_t *slot_of(Map *map, Text key) {
  uint32_t at = (uint32_t)hash_of(key) & map->mask;
  while (map->slots[at] && !same(map->keys[map->slots[at] - 1], key)) at = (at + 1) & map->mask;
  return &map->slots[at];
}

static void grow(Map *map) {
  map->mask = map->mask ? map->mask * 2 + 1 : 1023;
  free(map->slots);
  map->slots = must(calloc(map->mask + 1u, sizeof *map->slots));
  map->keys = must(realloc(map->keys, (map->mask + 1u) / 2 * sizeof *map->keys));
  for (uint32_t i = 0; i < map->count; i++) *slot_of(map, map->keys[i]) = i + 1;
}

/// Index of the key, or -1.
static int find(Map *map, Text key) { return map->mask ? (int)*slot_of(map, key) - 1 : -1; }

/// Adds the key, which is not there yet; its index.
static int add(Map *map, Text key) {
  if (!map->mask || map->count >= (map->mask + 1u) / 2) grow(map);
  map->keys[map->count] = kept(key);
  *slot_of(map, key) = ++map->count;
  return (int)map->count - 1;
}
