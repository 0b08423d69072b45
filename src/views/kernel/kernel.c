/*
 * One pass over a text with SIMD, for what every text is asked: where its runs are, and which of them a decoder can make something of;
 * which backslashes and quotes a decoder has to look at; which fixed strings stand in it. What follows works on those lists only.
 *
 * Built by build.mjs into binary.ts. `structure.ts` says the same in TypeScript, for where there is no WebAssembly with SIMD, and is what
 * the lists are held against in the tests. Tables come from TypeScript (`kernel.ts`), so that each is defined once.
 *
 * A text is read in chunks: 64 bytes that came before (zeros at its start), at most CHUNK bytes that the lists are about, and at most
 * AHEAD bytes that follow, then zeros.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(name)))

#define BEFORE 64
#define CHUNK 32768
#define AHEAD 256
#define SIZE (BEFORE + CHUNK + AHEAD + 128)
#define WORDS (SIZE / 64)

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

static u8 text[SIZE] __attribute__((aligned(64)));

/* A bit for each byte of the text. */
static u64 runBits[WORDS + 2] __attribute__((aligned(16)));
static u64 quoteBits[WORDS + 2];
static u64 seamBits[WORDS + 2];
static u64 slashBits[WORDS + 2];
static u64 pairBits[WORDS + 2] __attribute__((aligned(16)));

/* Lists for TypeScript. Places count from the first byte of the chunk. */
static int32_t runs[3 * (CHUNK / 17 + 2)];
static int32_t slashes[CHUNK / 2 + 2];
static int32_t quotes[CHUNK + 2];
/* Numbers of their entries, and what else is known: see the enumeration. */
static int32_t results[8];
enum { RUNS, SLASHES, QUOTES, TELLS, LEAD, PAIRS };

/* What TypeScript fills in: see `tables` in kernel.ts for each. */
static struct {
  u8 kinds[256];
  u8 hex[256];
  int8_t base64[256];
  u8 probe[256];
  u8 text[256];
  u8 base32[256];
  u8 probes[64];
  u8 inOrder[64];
  u8 lowA[16], highA[16], lowB[16], highB[16];
} tables __attribute__((aligned(16)));

/* Bits of tables.kinds. */
enum { LITERAL = 1, BETWEEN = 2, QUOTE = 4, BREAK = 8, CLASS = 16, WORD = 32, ROUND_PAIR = 64, RUN = 128 };

/* Bits of the two classes that one look at a byte's halves gives: lowA & highA, lowB & highB. */
enum { LETTERS = 0x18, IN_RUN = 0x1f };

/* Bits of a run's uses: which decoders can make something of it. */
enum { BASE64 = 1, BASE32 = 2, HEX = 4 };

#define RUN_LENGTH 16

EXPORT("text") u8 *textPlace(void) { return text + BEFORE; }
EXPORT("tables") void *tablesPlace(void) { return &tables; }
EXPORT("runs") int32_t *runsPlace(void) { return runs; }
EXPORT("slashes") int32_t *slashesPlace(void) { return slashes; }
EXPORT("quotes") int32_t *quotesPlace(void) { return quotes; }
EXPORT("results") int32_t *resultsPlace(void) { return results; }

static inline u64 bitsOf(v128_t a, v128_t b, v128_t c, v128_t d) {
  return (u64)wasm_i8x16_bitmask(a) | (u64)wasm_i8x16_bitmask(b) << 16 | (u64)wasm_i8x16_bitmask(c) << 32 |
         (u64)wasm_i8x16_bitmask(d) << 48;
}

static inline int is(const u8 *at, int kind) { return (tables.kinds[*at] & kind) != 0; }

/* The classes A of bytes `[from, to)`, all together; at most 64. */
static u32 classesOf(int from, int to) {
  u32 told = 0;
  for (int at = from; at < to; at++) told |= tables.lowA[text[at] & 15] & tables.highA[text[at] >> 4];
  return told;
}

/* Reads every byte up to `end`, and leaves a bit for each in the bit lists. Gives the classes A of all bytes of the chunk itself. */
static u32 classify(int core, int end) {
  const v128_t nibble = wasm_i8x16_splat(15);
  const v128_t lowA = wasm_v128_load(tables.lowA), highA = wasm_v128_load(tables.highA);
  const v128_t lowB = wasm_v128_load(tables.lowB), highB = wasm_v128_load(tables.highB);
  const v128_t letters = wasm_i8x16_splat(LETTERS), inRun = wasm_i8x16_splat(IN_RUN), zero = wasm_i8x16_splat(0);
  v128_t told = zero;
  const int first = BEFORE / 64, last = (BEFORE + core) / 64;
  int block = 0;
  for (; block * 64 < end; block++) {
    v128_t run[4], seam[4], pair[4], quote[4], slash[4];
    v128_t here = zero;
#pragma unroll
    for (int i = 0; i < 4; i++) {
      v128_t x = wasm_v128_load(text + block * 64 + i * 16);
      v128_t low = wasm_v128_and(x, nibble), high = wasm_u8x16_shr(x, 4);
      v128_t a = wasm_v128_and(wasm_i8x16_swizzle(lowA, low), wasm_i8x16_swizzle(highA, high));
      v128_t b = wasm_v128_and(wasm_i8x16_swizzle(lowB, low), wasm_i8x16_swizzle(highB, high));
      here = wasm_v128_or(here, a);
      run[i] = wasm_i8x16_eq(wasm_v128_and(b, inRun), zero);
      seam[i] = wasm_u8x16_gt(b, inRun);
      pair[i] = wasm_i8x16_eq(wasm_v128_and(a, letters), zero);
      quote[i] = wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(x, wasm_i8x16_splat('"')), wasm_i8x16_eq(x, wasm_i8x16_splat('\''))),
                              wasm_i8x16_eq(x, wasm_i8x16_splat('`')));
      slash[i] = wasm_i8x16_eq(x, wasm_i8x16_splat('\\'));
    }
    if (block >= first && block < last) told = wasm_v128_or(told, here);
    runBits[block] = ~bitsOf(run[0], run[1], run[2], run[3]);
    seamBits[block] = bitsOf(seam[0], seam[1], seam[2], seam[3]);
    pairBits[block] = bitsOf(pair[0], pair[1], pair[2], pair[3]);
    quoteBits[block] = bitsOf(quote[0], quote[1], quote[2], quote[3]);
    slashBits[block] = bitsOf(slash[0], slash[1], slash[2], slash[3]);
  }
  runBits[block] = pairBits[block] = slashBits[block] = seamBits[block] = 0;
  told = wasm_v128_or(told, wasm_i8x16_shuffle(told, told, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  u64 half = wasm_u64x2_extract_lane(told, 0);
  half |= half >> 32;
  half |= half >> 16;
  return ((half | half >> 8) & 0xff) | classesOf(last * 64, BEFORE + core);
}

/* First place at or after `from` whose bit is not set; it may lie beyond `end`. */
static inline int stretchEnd(const u64 *bits, int from) {
  int word = from >> 6;
  u64 left = ~bits[word] >> (from & 63);
  if (left != 0) return from + __builtin_ctzll(left);
  for (word++; bits[word] == ~0ull; word++) {
  }
  return word * 64 + __builtin_ctzll(~bits[word]);
}

/* Place after the last one before `from` whose bit is not set, or `low`. */
static inline int stretchStart(const u64 *bits, int from, int low) {
  int at = from;
  while (at > low) {
    u64 left = ~bits[(at - 1) >> 6] << (63 - ((at - 1) & 63));
    if (left != 0) {
      at -= __builtin_clzll(left);
      break;
    }
    at = (at - 1) & ~63;
  }
  return at < low ? low : at;
}

static inline u32 groupAt(const u8 *at) {
  return (u32)tables.base64[at[0]] << 18 | (u32)tables.base64[at[1]] << 12 | (u32)tables.base64[at[2]] << 6 |
         (u32)tables.base64[at[3]];
}

static inline int kindsOf(const u8 *kind, u32 group) {
  return kind[group >> 16] << 4 | kind[group >> 8 & 0xff] << 2 | kind[group & 0xff];
}

static inline int isText(const u8 *base, const u8 *end, const u8 *at) {
  return at >= base && at + 4 <= end && tables.inOrder[kindsOf(tables.text, groupAt(at))];
}

/* As textRegions of base64-regions.ts begins: whether any of its probes succeeds. */
static int holdsBase64(const u8 *start, const u8 *end) {
  int step = end - start < 1024 ? 8 : 12;
  for (const u8 *base = start; base < start + 4; base++) {
    for (const u8 *at = base + step - 4; at + 4 <= end; at += step) {
      if (!tables.probes[kindsOf(tables.probe, groupAt(at))]) continue;
      int before = isText(base, end, at - 4), after = isText(base, end, at + 4);
      if (step == 8 || before + after != 1) {
        if (before + after > 0) return 1;
      } else if (isText(base, end, before ? at - 8 : at + 8)) return 1;
    }
  }
  return 0;
}

/* As compressedGroups of base64-compressed.ts begins. */
static int holdsCompressed(const u8 *start, const u8 *end) {
  int header = tables.base64[start[0]] << 10 | tables.base64[start[1]] << 4 | tables.base64[start[2]] >> 2;
  if ((header & 0x8f00) == 0x0800 && (header & 0x20) == 0 && header % 31 == 0) return 1;
  for (const u8 *at = start; at < end - 1; at += 16) {
    v128_t x = wasm_v128_load(at), y = wasm_v128_load(at + 1);
#define MARK(one, other) \
  wasm_v128_and(wasm_i8x16_eq(x, wasm_i8x16_splat(one)), wasm_i8x16_eq(y, wasm_i8x16_splat(other)))
    v128_t marks = wasm_v128_or(wasm_v128_or(MARK('4', 's'), MARK('L', 'C')), MARK('i', 'w'));
    int left = end - 1 - at;
    if ((wasm_i8x16_bitmask(marks) & (left < 16 ? (1 << left) - 1 : 0xffff)) != 0) return 1;
  }
  return 0;
}

/* Whether `least` bytes in a row are digits of base32 or hexadecimal: one in `least` is looked at, and from there back. */
static int holdsDigits(const u8 *digits, const u8 *start, const u8 *end, int least) {
  const u8 *low = start;
  for (const u8 *probe = low + least - 1; probe < end; probe = low + least - 1) {
    const u8 *at = probe;
    while (at >= low && digits[*at]) at--;
    if (at < low) return 1;
    low = at + 1;
  }
  return 0;
}

/* Whether a line break can follow the run that ends here, as itself or escaped: then the next line may continue it. */
static int isWrapped(const u8 *at, const u8 *limit, int more) {
  while (at < limit && (*at == ' ' || *at == '\t')) at++;
  return at < limit ? *at == '\r' || *at == '\n' || *at == '\\' : more;
}

static int usesOf(const u8 *start, const u8 *end, const u8 *limit, int more) {
  if (end >= limit && more) return BASE64 | BASE32 | HEX;
  int uses = isWrapped(end, limit, more) || holdsBase64(start, end) || holdsCompressed(start, end) ? BASE64 : 0;
  if (end - start >= 20 && holdsDigits(tables.base32, start, end, 20)) uses |= BASE32;
  if (end - start >= 24 && holdsDigits(tables.hex, start, end, 24)) uses |= HEX;
  return uses;
}

/* Runs that begin in the chunk. 16 bytes in a row fill a byte of the bits. */
static void findRuns(int core, int limit, int more) {
  int count = 0, done = BEFORE;
  const v128_t full = wasm_i8x16_splat(-1);
  for (int at = 0; at * 8 < limit; at += 16) {
    u32 found = wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load((u8 *)runBits + at), full));
    for (; found != 0; found &= found - 1) {
      int place = (at + __builtin_ctz(found)) * 8;
      if (place < done) continue;
      int start = stretchStart(runBits, place, BEFORE - 1), end = stretchEnd(runBits, place);
      done = end;
      if (start < BEFORE || end - start < RUN_LENGTH) continue;
      if (start >= BEFORE + core) break;
      runs[count++] = start - BEFORE;
      runs[count++] = end - BEFORE;
      runs[count++] = usesOf(text + start, text + end, text + limit, more);
    }
  }
  results[RUNS] = count;
}

/* Whether 35 bytes in a row can be pairs of hexadecimal digits with something between: they fill 16 bits of them. */
static int holdsPairs(int behind, int core, int limit, int more) {
  const v128_t full = wasm_i8x16_splat(-1);
  for (int at = 0; at * 8 < limit; at += 16) {
    v128_t found = wasm_i16x8_eq(wasm_v128_load((u8 *)pairBits + at), full);
    for (u32 bits = wasm_i16x8_bitmask(found); bits != 0; bits &= bits - 1) {
      int place = at * 8 + __builtin_ctz(bits) * 16;
      int start = stretchStart(pairBits, place, BEFORE - behind), end = stretchEnd(pairBits, place);
      if (end >= limit && more) return 1;
      if ((end > limit ? limit : end) - start >= 35) return 1;
    }
  }
  return 0;
}

/* Whether the bytes before the escape at `at` are a pair of hexadecimal digits, with what may stand round pairs between. */
static int followsPair(const u8 *at) {
  const u8 *low = at - 16;
  while (at > low && is(at - 1, ROUND_PAIR)) at--;
  if (!tables.hex[at[-1]] || !tables.hex[at[-2]]) return 0;
  return !is(at - 3, WORD) || (at[-3] | 0x20) == 'x' || at[-4] == '\\';
}

/* As `matters` of json-string.ts, but for what stands farther away. `end`: behind the last backslash. */
static int matters(const u8 *first, const u8 *end) {
  u8 letter = *end;
  if (is(end, BREAK))
    return (tables.hex[end[1]] || is(end + 1, ROUND_PAIR) || end[1] == '\\') && (first == text || followsPair(first));
  if (letter == 'u' || letter == 'x' || letter == 'U' || (letter >= '0' && letter <= '7')) return 1;
  if (letter == '\n' || letter == '\r' || letter == '/') return 1;
  if (is(end, CLASS) || letter < 0x21 || letter > 0x7e) return 0;
  return first == text || is(first - 1, WORD) || is(end + 1, WORD);
}

static void findSlashes(int core) {
  int count = 0;
  for (int word = BEFORE / 64; word * 64 < BEFORE + core; word++) {
    u64 last = slashBits[word] & ~(slashBits[word] >> 1 | slashBits[word + 1] << 63);
    for (; last != 0; last &= last - 1) {
      int place = word * 64 + __builtin_ctzll(last);
      if (place >= BEFORE + core) break;
      int first = stretchStart(slashBits, place, 0);
      if (matters(text + (first < 24 ? 0 : first), text + place + 1)) slashes[count++] = place - BEFORE;
    }
  }
  results[SLASHES] = count;
}

/* As opensKey of string-pieces.ts. */
static int opensKey(const u8 *open, const u8 *limit) {
  const u8 *at = open + 1;
  int blanks = 0;
  while (at < limit && at - open <= 128 && is(at, LITERAL)) blanks |= *at++ == ' ';
  if (*at != *open || at >= limit || blanks) return 0;
  const u8 *end = at;
  while (end[-1] == '\\') end--;
  if (end <= open + 1) return 0;
  at++;
  while (at < limit && *at == ' ') at++;
  return *at == ':' || (*at == '=' && at[1] == '>');
}

/* Quotes behind which another literal opens that is no key. */
static void findQuotes(int core, int limit, int more) {
  int count = 0;
  const u8 *stop = text + limit;
  for (int word = BEFORE / 64; word * 64 < BEFORE + core; word++) {
    u64 found = quoteBits[word] & (seamBits[word] >> 1 | seamBits[word + 1] << 63);
    for (; found != 0; found &= found - 1) {
      int place = word * 64 + __builtin_ctzll(found);
      if (place >= BEFORE + core) break;
      const u8 *from = text + place + 1, *at = from;
      while (at - from < 64 && is(at, BETWEEN)) at++;
      if (at >= stop ? !more : !is(at, QUOTE) || !is(at + 1, LITERAL) || opensKey(at, stop)) continue;
      quotes[count++] = place - BEFORE;
    }
  }
  results[QUOTES] = count;
}

/* Reads a chunk of `core` bytes with `behind` before it and `ahead` behind it. `more`: whether the text goes on after these. */
EXPORT("index") void indexChunk(int behind, int core, int ahead, int more) {
  const int limit = BEFORE + core + ahead;
  for (int at = limit; at < ((limit + 63) & ~63) + 64; at++) text[at] = 0;
  results[TELLS] = classify(core, limit + 64);
  findRuns(core, limit, more);
  findSlashes(core);
  findQuotes(core, limit, more);
  results[PAIRS] = holdsPairs(behind, core, limit, more);
  results[LEAD] = stretchEnd(runBits, BEFORE) - BEFORE;
}
