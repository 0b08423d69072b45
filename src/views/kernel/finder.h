/*
 * Fixed strings, in any ASCII case, two bytes at a time. Of each string two windows of four bytes are known, one at an even place of the
 * text and one at an odd one. The windows are in buckets, each with one bit in the two halves of a table over all pairs of bytes; where
 * both pairs of a place have the bit of a bucket, the strings of the windows there are compared.
 */

/* Bytes beside a run in which fixed strings that stand near runs begin: RUN_MARGIN of shape/plan.ts. */
#define RUN_MARGIN 16

typedef struct {
  u16 string;
  int16_t offset;
} Window;

typedef struct {
  u32 at;
  u16 length;
  /* Whether it counts only where a word begins. */
  u16 begins;
} String;

/* Lists of windows with the same four bytes: as they are with bit 0x20 set, 0xff where any will do. */
typedef struct {
  u32 value;
  u16 first, count;
} Entry;

/* As finder.ts writes it; pointers are places in the memory. */
typedef struct {
  const Window *windows;
  /* Low half: buckets whose first pair this can be; high half: whose second. */
  const u64 *pairs;
  /* For each bucket, the bytes that its windows know; buckets of windows that do not know all. */
  const u32 *known;
  u32 loose;
  const Entry *entries;
  u32 mask;
  const String *strings;
  const u8 *bytes;
  /* Strings that begin a word and stand near runs: for each pair of bytes, one more than the place of its list in `startLists`, or 0. */
  const u16 *starts;
  /* The number of strings, then the strings. */
  const u16 *startLists;
} Finder;

static Finder literals;
EXPORT("literals") Finder *literalsPlace(void) { return &literals; }

/* Where in the text joined pieces begin, a bit each: what begins a word may begin there. */
static const u64 *pieceStarts;

typedef u32 __attribute__((aligned(1))) AnyU32;
typedef u16 __attribute__((aligned(1))) AnyU16;
static inline u32 load32(const u8 *at) { return *(const AnyU32 *)at; }
static inline u32 load16(const u8 *at) { return *(const AnyU16 *)at; }
static inline u32 hashOf(u32 value) { return value * 0x9e3779b1u >> 16; }

static int stands(const Finder *finder, const String *string, const u8 *at) {
  const u8 *bytes = finder->bytes + string->at;
  for (int i = 0; i < string->length; i++) {
    u8 byte = at[i];
    if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
    if (byte != bytes[i]) return 0;
  }
  return 1;
}

/* As isWordByte of word.ts. */
static inline int isWordByte(u8 byte) { return (u8)((byte | 0x20) - 'a') < 26 || (u8)(byte - '0') < 10; }

/* As continuesWord of word.ts, for a place that is not the first of the text. */
static int continuesWord(const u8 *at) {
  if (!isWordByte(*at) || !isWordByte(at[-1])) return 0;
  if (at[-2] != '\\') return 1;
  u8 letter = at[-1];
  return !(letter == 'n' || letter == 'r' || letter == 't' || letter == 'b' || letter == 'f' || letter == 'v' || letter == '0');
}

/* Whether a string that begins a word may begin at a place of the chunk. */
static int mayBegin(int place) {
  u32 at = (u32)(chunk - text) + (u32)place;
  if (pieceStarts != 0 && (pieceStarts[at >> 6] >> (at & 63) & 1)) return 1;
  return !continuesWord(chunk + place);
}

static inline void addHit(int start, int string) {
  if (start < BEFORE || start >= BEFORE + core || results[HITS] < 0) return;
  if (literals.strings[string].begins && !mayBegin(start)) return;
  if (results[HITS] >= 2 * MOST_HITS) {
    results[HITS] = -1;
    return;
  }
  hits[results[HITS]++] = start - BEFORE;
  hits[results[HITS]++] = string;
}

/* What is done with the strings that are found: they are hits; one is enough; a bit of `marks` is set for each. */
typedef enum { AS_HITS, ANY, AS_MARKS } Purpose;

/* Where strings begin, a bit for each byte from `marksFrom` on. */
static u64 marks[2];
static int marksFrom;

static inline void mark(int start) {
  int at = start - marksFrom;
  if (at >= 0 && at < 128) marks[at >> 6] |= 1ull << (at & 63);
}

/* Compares the strings of the windows with these four bytes; gives whether there is one. */
static int compareEntry(const Finder *finder, const u8 *base, u32 value, int place, Purpose purpose) {
  int found = 0;
  for (u32 slot = hashOf(value) & finder->mask;; slot = (slot + 1) & finder->mask) {
    const Entry *entry = &finder->entries[slot];
    if (entry->count == 0) return 0;
    if (entry->value != value) continue;
    for (int i = 0; i < entry->count; i++) {
      const Window *window = &finder->windows[entry->first + i];
      if (!stands(finder, &finder->strings[window->string], base + place - window->offset)) continue;
      if (purpose == ANY) return 1;
      if (purpose == AS_HITS) addHit(place - window->offset, window->string);
      else mark(place - window->offset);
      found = 1;
    }
    return found;
  }
}

/* Compares the windows of the buckets `bits` at a place of `base`; gives whether a string is there. */
static int compare(const Finder *finder, const u8 *base, u32 bits, int place, Purpose purpose) {
  const u32 value = load32(base + place) | 0x20202020u;
  int found = (bits & ~finder->loose) != 0 && compareEntry(finder, base, value, place, purpose);
  u32 last = 0;
  for (u32 left = bits & finder->loose; left != 0 && !(purpose == ANY && found); left &= left - 1) {
    u32 known = finder->known[__builtin_ctz(left)];
    if (known == last) continue;
    last = known;
    found |= compareEntry(finder, base, value | ~known, place, purpose);
  }
  return found;
}

/* Looks at the even places of `[from, to)` of `base`; gives whether a string is there. */
static inline int search(const Finder *finder, const u8 *base, int from, int to, Purpose purpose) {
  const u64 *pairs = finder->pairs;
  int place = from & ~1, found = 0;
  u32 before = (u32)pairs[load16(base + place)];
  for (; place < to; place += 8) {
    u64 a = pairs[load16(base + place + 2)], b = pairs[load16(base + place + 4)];
    u64 c = pairs[load16(base + place + 6)], d = pairs[load16(base + place + 8)];
    u32 at0 = before & (u32)(a >> 32), at1 = (u32)a & (u32)(b >> 32);
    u32 at2 = (u32)b & (u32)(c >> 32), at3 = (u32)c & (u32)(d >> 32);
    before = (u32)d;
    if ((at0 | at1 | at2 | at3) == 0) continue;
    if (at0 != 0) found |= compare(finder, base, at0, place, purpose);
    if (at1 != 0) found |= compare(finder, base, at1, place + 2, purpose);
    if (at2 != 0) found |= compare(finder, base, at2, place + 4, purpose);
    if (at3 != 0) found |= compare(finder, base, at3, place + 6, purpose);
    if (purpose == ANY && found) return 1;
  }
  return found;
}

/* Strings that may begin anywhere: a window begins one byte before its string at the earliest. */
static void findLiterals(void) { search(&literals, chunk, BEFORE - 2, limit, AS_HITS); }

/* Strings that begin a word, in `[from, to)`; gives the end. */
static int findStarts(int from, int to) {
  if (literals.starts == 0 || from >= to) return to;
  if (from < BEFORE) from = BEFORE;
  if (to > BEFORE + core) to = BEFORE + core;
  for (int place = from; place < to; place++) {
    u32 list = literals.starts[load16(chunk + place)];
    if (list == 0) continue;
    if (!mayBegin(place)) continue;
    const u16 *strings = literals.startLists + list - 1;
    for (int i = 1; i <= strings[0]; i++)
      if (stands(&literals, &literals.strings[strings[i]], chunk + place)) addHit(place, strings[i]);
  }
  return to;
}
