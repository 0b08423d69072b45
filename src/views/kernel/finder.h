/*
 * Fixed strings, in any ASCII case, two bytes at a time. Of each string a window that begins at an even place of it is known, and one that
 * begins at an odd one: of six bytes, four or three. The windows are in buckets, each with a bit in tables over all pairs of bytes; where
 * the pairs at a place all have the bit of a bucket, and the first four bytes there, or three, are those of a window, its strings are
 * compared. (So does Hyperscan's Teddy, with half-bytes and vectors.)
 */

/* Longest string: LONGEST_STRING of finder.ts. */
#define LONGEST_STRING 200

/* Bytes of a string that are looked for, and four more of it: with bit 0x20 set in each. */
typedef struct {
  u32 value, more;
  u16 string;
  /* Where in the string they begin; NO_MORE: a string has no four. */
  u8 offset, moreAt;
} Window;
enum { NO_MORE = 0xff };

typedef struct {
  u32 at;
  u8 length;
  /* Whether it counts only where a word begins. */
  u8 begins;
  /* Of a string that is one byte over and over: behind so many more of them it does not count. 0: it does. */
  u16 repeats;
} String;

/* Pointers are places in the memory. */
typedef struct {
  /* For what is left of a hash shifted by `shift`: the first of its windows; the next head is behind the last. */
  const u16 *heads;
  /* A bit for each of these that has any: a sixteenth of the memory to look at. */
  const u8 *used;
  u32 shift;
  const Window *windows;
} Windows;

/* As finder.ts writes it: fixed strings of detectors, then words, which are the strings from `firstWord` on. */
static struct {
  /* For each pair, by its code: low half, buckets whose first pair it can be; high half, whose second. No pairs: there are no strings. */
  const u64 *pairs;
  /* Buckets whose third pair it can be. */
  const u32 *thirds;
  /* Buckets of windows of three bytes, and of two: with any byte behind them, or before them. */
  u32 ofThree, ofTwo, ofTwoLater;
  Windows fours, threes, twos;
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
enum { ALL_FOUR = -1, FIRST_THREE = 0xffffff, FIRST_TWO = 0xffff };
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

/* Whether the `count` bytes before `at` are all the one there. */
static int isRepeated(const u8 *at, int count) {
  const v128_t byte = wasm_i8x16_splat((int8_t)*at);
  for (; count >= 16; count -= 16)
    if (!wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_load(at - count), byte))) return 0;
  while (count > 0 && at[-count] == *at) count--;
  return count == 0;
}

static inline void addHit(int start, int string) {
  if (start < BEFORE || start >= BEFORE + core || results[HITS] < 0) return;
  const String *own = &literals.strings[string];
  if (own->begins && !mayBegin(start)) return;
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
  const u32 value = valueAt(chunk + place, mask), head = hashOf(value) >> windows->shift;
  const Window *window = windows->windows + windows->heads[head], *end = windows->windows + windows->heads[head + 1];
  for (; window < end; window++) {
    if (window->value != value) continue;
    const int start = place - window->offset;
    const int repeats = literals.strings[window->string].repeats;
    if (repeats > 0 && isRepeated(chunk + start, repeats)) continue;
    if (window->moreAt != NO_MORE && valueAt(chunk + start + window->moreAt, ALL_FOUR) != window->more) continue;
    if (!stands(literals.bytes, &literals.strings[window->string], chunk + start)) continue;
    if (window->string < literals.firstWord) {
      addHit(start, window->string);
      continue;
    }
    const u32 at = (u32)(chunk - text) + (u32)place;
    wordPlaces[at >> 6] |= 1ull << (at & 63);
    results[HOLDS_WORDS] = 1;
    /* Which word it is does not matter, and the strings of detectors come before all words. */
    return;
  }
}

/* Places that the pairs leave, of a part of the chunk: which branch goes where cannot be foretold, so that there is none until most are gone. */
enum { PART = 2048 };
static u16 fourPlaces[PART / 2 + 16], shortPlaces[PART / 2 + 16];
static u32 shortBits[PART / 2 + 16];

/* Of places, those at which a window may be by its hash; gives their number. */
static int keep(const Windows *windows, int mask, u16 *places, int count, int later) {
  int kept = 0;
  for (int i = 0; i < count; i++) {
    const u32 place = places[i] + (u32)later, head = hashOf(valueAt(chunk + place, mask)) >> windows->shift;
    places[kept] = (u16)place;
    kept += windows->used[head >> 3] >> (head & 7) & 1;
  }
  return kept;
}

static void compareAll(const Windows *windows, int mask, u16 *places, int count, int later) {
  count = keep(windows, mask, places, count, later);
  for (int i = 0; i < count; i++) compare(windows, mask, places[i]);
}

/* Of the short places, those with a bucket of `kind`. */
static void compareShort(const Windows *windows, int mask, u32 kind, int count, int later) {
  static u16 own[PART / 2 + 16];
  int kept = 0;
  if (kind == 0) return;
  for (int i = 0; i < count; i++) {
    own[kept] = shortPlaces[i];
    kept += (shortBits[i] & kind) != 0;
  }
  compareAll(windows, mask, own, kept, later);
}

/* The codes of eight pairs of bytes: of each byte its low five bits and whether it is a letter or stands by one, whatever its case. */
static inline v128_t codesOf(const u8 *at) {
  const v128_t x = wasm_v128_load(at);
  const v128_t codes = wasm_v128_or(wasm_v128_and(x, wasm_i16x8_splat(0x1f1f)),
                                    wasm_v128_and(wasm_u16x8_shr(x, 1), wasm_i16x8_splat(0x2020)));
  return wasm_v128_or(wasm_v128_and(codes, wasm_i16x8_splat(0x3f)),
                      wasm_v128_and(wasm_u16x8_shr(codes, 2), wasm_i16x8_splat(0xfc0)));
}

/* Fixed strings and words in the chunk. */
static void findLiterals(void) {
  const u64 *pairs = literals.pairs;
  const u32 *thirds = literals.thirds;
  if (pairs == 0) return;
  __builtin_memset(wordPlaces + (chunk + BEFORE - text) / 64, 0, (unsigned)((limit - BEFORE + 63) / 64 * 8));
  const u32 shorter = literals.ofThree | literals.ofTwo | literals.ofTwoLater;
  u32 first = 0, second = 0;
  /* A window begins one byte before its string at the earliest; the last pair of one is read four bytes behind its first. */
  for (int place = BEFORE - 2; place < limit + 4;) {
    int fours = 0, shorts = 0;
    for (int end = place + PART < limit + 4 ? place + PART : limit + 4; place < end; place += 16) {
      const v128_t codes = codesOf(chunk + place);
#define LOOK(i)                                              \
  {                                                          \
    const u32 code = wasm_u16x8_extract_lane(codes, i);      \
    const u64 pair = pairs[code];                            \
    const u32 found = second & thirds[code];                 \
    second = first & (u32)(pair >> 32), first = (u32)pair;   \
    fourPlaces[fours] = (u16)(place + 2 * i - 4);            \
    shortPlaces[shorts] = (u16)(place + 2 * i - 4);          \
    shortBits[shorts] = found;                               \
    fours += (found & ~shorter) != 0;                        \
    shorts += (found & shorter) != 0;                        \
  }
      LOOK(0) LOOK(1) LOOK(2) LOOK(3) LOOK(4) LOOK(5) LOOK(6) LOOK(7)
#undef LOOK
    }
    compareAll(&literals.fours, ALL_FOUR, fourPlaces, fours, 0);
    compareShort(&literals.threes, FIRST_THREE, literals.ofThree, shorts, 0);
    compareShort(&literals.twos, FIRST_TWO, literals.ofTwo, shorts, 0);
    compareShort(&literals.twos, FIRST_TWO, literals.ofTwoLater, shorts, 1);
  }
}
