/*
 * Fixed strings, in any ASCII case. Of each string a window of four bytes is known, or two: one at an even place of it and one at an odd
 * one, so that every second place of a text is looked at. A place whose four bytes have their bit in a small table is looked up among the
 * windows; where one has these bytes, its strings are compared. Strings of four bytes and of three have windows of three.
 */

/* Bytes beside a run in which fixed strings that stand near runs begin and end: RUN_MARGIN of shape/plan.ts. */
#define RUN_MARGIN 16
/* Longest string: LONGEST_STRING of finder.ts. */
#define LONGEST_STRING 200

typedef struct {
  u16 string;
  u16 offset;
} Window;

typedef struct {
  u32 at;
  u16 length;
  /* Whether it counts only where a word begins. */
  u16 begins;
} String;

/* What a window's bytes are, with bit 0x20 set, and the first of the windows that have them; the next entry's first is behind the last. */
typedef struct {
  u32 value, first;
} Entry;

/* Pointers are places in the memory. No bits: there are no strings. */
typedef struct {
  /* A bit for each hash; its number is what is left of a hash shifted by `shift`. */
  const u32 *bits;
  u32 shift;
  /* For each number that is left of a hash shifted by `headShift`: its first entry; the next head is behind the last. */
  const u32 *heads;
  u32 headShift;
  const Entry *entries;
  const Window *windows;
} Windows;

/* As finder.ts writes it. */
typedef struct {
  Windows fours, threes;
} Finder;

/* Fixed strings of detectors, then words: strings from `firstWord` on. */
static struct {
  /* With two windows each, at every second place. */
  Finder anywhere;
  /* Those of two bytes, at every place. */
  Finder shorts;
  /* Those that stand near runs, at every place near one. */
  Finder nearRuns;
  const String *strings;
  const u8 *bytes;
  u32 firstWord;
} literals;
EXPORT("literals") void *literalsPlace(void) { return &literals; }

/* Where in the text joined pieces begin, a bit each: what begins a word may begin there. */
static const u64 *pieceStarts;

typedef u32 __attribute__((aligned(1))) AnyU32;
static inline u32 load32(const u8 *at) { return *(const AnyU32 *)at; }

/* How much of four bytes counts. */
enum { ALL_FOUR = -1, FIRST_THREE = 0xffffff };
static inline u32 valueAt(const u8 *at, int mask) { return (load32(at) | 0x20202020u) & (u32)mask; }
static inline u32 hashOf(u32 value) { return value * 0x9e3779b1u; }

static int stands(const u8 *all, const String *string, const u8 *at) {
  const u8 *bytes = all + string->at;
  for (int i = 0; i < string->length; i++) {
    u8 byte = at[i];
    if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
    if (byte != bytes[i]) return 0;
  }
  return 1;
}

static inline int isLetter(u8 byte) { return (u8)((byte | 0x20) - 'a') < 26; }

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

/* Where windows of words stand in the text, a bit for each byte; room that TypeScript gives. */
static u64 *wordPlaces;

/* Compares the strings of the windows that are at a place of the chunk. */
static void compare(const Windows *windows, int mask, int place) {
  const u32 value = valueAt(chunk + place, mask), head = hashOf(value) >> windows->headShift;
  const Entry *entry = windows->entries + windows->heads[head], *end = windows->entries + windows->heads[head + 1];
  while (entry < end && entry->value != value) entry++;
  if (entry == end) return;
  for (u32 i = entry[0].first; i < entry[1].first; i++) {
    const Window *window = &windows->windows[i];
    if (!stands(literals.bytes, &literals.strings[window->string], chunk + place - window->offset)) continue;
    if (window->string < literals.firstWord) {
      addHit(place - window->offset, window->string);
      continue;
    }
    const u32 at = (u32)(chunk - text) + (u32)place;
    wordPlaces[at >> 6] |= 1ull << (at & 63);
  }
}

static inline u32 mayStand(const u32 *bits, u32 shift, u32 value) {
  const u32 bit = hashOf(value) >> shift;
  return bits[bit >> 5] >> (bit & 31) & 1;
}

/* A table without bits for nothing to be found. */
static const u32 NO_BITS[2];

/* Looks at every `step`th place of `[from, to)` of the chunk, and perhaps at some beyond. */
INLINE void search(const Finder *finder, int from, int to, int step) {
  const u32 *fours = finder->fours.bits, *threes = finder->threes.bits;
  const u32 shift4 = fours != 0 ? finder->fours.shift : 31, shift3 = threes != 0 ? finder->threes.shift : 31;
  if (fours == 0 && threes == 0) return;
  if (fours == 0) fours = NO_BITS;
  if (threes == 0) threes = NO_BITS;
  for (int place = from; place < to; place += 4 * step) {
    u32 found4 = 0, found3 = 0;
#pragma unroll
    for (int i = 0; i < 4; i++) {
      const u32 value = valueAt(chunk + place + i * step, ALL_FOUR);
      found4 |= mayStand(fours, shift4, value) << i;
      found3 |= mayStand(threes, shift3, value & FIRST_THREE) << i;
    }
    for (; found4 != 0; found4 &= found4 - 1) compare(&finder->fours, ALL_FOUR, place + __builtin_ctz(found4) * step);
    for (; found3 != 0; found3 &= found3 - 1) compare(&finder->threes, FIRST_THREE, place + __builtin_ctz(found3) * step);
  }
}

/* Strings that may stand anywhere, and words. */
static void findLiterals(void) {
  __builtin_memset(wordPlaces + (chunk + BEFORE - text) / 64, 0, (unsigned)((limit - BEFORE + 63) / 64 * 8));
  search(&literals.anywhere, BEFORE, limit, 2);
  search(&literals.shorts, BEFORE, limit, 1);
}

/* Strings that stand near runs, in `[from, to)`; gives the end. */
static int findNear(int from, int to) {
  if (from >= to) return to;
  if (from < BEFORE) from = BEFORE;
  if (to > BEFORE + core + LONGEST_STRING) to = BEFORE + core + LONGEST_STRING;
  search(&literals.nearRuns, from, to, 1);
  return to;
}
