/* Whether base64 holds text or compressed data, as base64-regions.ts and base64-compressed.ts tell it. */
#include "characters.h"

#include "deflate.h"

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

static inline u8 base64ByteAt(const u8 *base, int index) {
  const u8 *at = base + index / 3 * 4 + index % 3;
  return (u8)((tables.base64[at[0]] << 6 | tables.base64[at[1]]) >> (4 - 2 * (index % 3)));
}

/* As textRegions: whether there is one, of the characters `[base, end)`. */
static int holdsRegion(const u8 *base, const u8 *end, int step, int least) {
  const int decoded = (int)(end - base) * 3 >> 2;
  int low = 0;
  for (const u8 *at = base + step - 4; at + 4 <= end; at += step) {
    if (!tables.probes[kindsOf(tables.probe, groupAt(at))]) continue;
    int before = isText(base, end, at - 4), after = isText(base, end, at + 4);
    if (step == 8 || before + after != 1) {
      if (before + after == 0) continue;
    } else if (!isText(base, end, before ? at - 8 : at + 8)) continue;
    int group = (int)(at - base) >> 2;
    int from = walkBack(base64ByteAt, base, group * 3, low), to = walkOn(base64ByteAt, base, group * 3 + 2, decoded);
    if (to - from >= least && holdsCharacters(base64ByteAt, base, from, to, least)) return 1;
    low = to;
    const u8 *past = base + (to + 2) / 3 * 4 - 4;
    if (past > at) at = past;
  }
  return 0;
}

static int holdsBase64(const u8 *start, const u8 *end) {
  const int isLong = end - start >= 1024;
  for (int phase = 0; phase < 4; phase++)
    if (holdsRegion(start + phase, end, isLong ? 12 : 8, isLong ? 12 : 8)) return 1;
  return 0;
}

/* As isContainerAt of base64-compressed.ts: what an archive or a document begins with. */
static inline int isContainer(u32 three) {
  if (!tables.opens[three >> 16 & 0xff]) return 0;
  for (int i = 0; i < MOST_CONTAINERS; i++)
    if (tables.containers[i] == three) return 1;
  return 0;
}

/* As isZlibAt of base64-compressed.ts. */
static inline int isZlibHeader(const u8 *at) {
  int header = tables.base64[at[0]] << 10 | tables.base64[at[1]] << 4 | tables.base64[at[2]] >> 2;
  return (header & 0x8f00) == 0x0800 && (header & 0x20) == 0 && header % 31 == 0;
}

/* Decodes bytes `[from, to)` of a text into `deflated`, by threes. */
static void decodeHead(const u8 *start, int from, int to) {
  for (int i = from / 3; i < to / 3; i++) {
    const u32 group = groupAt(start + 4 * i);
    deflated[3 * i] = (u8)(group >> 16), deflated[3 * i + 1] = (u8)(group >> 8), deflated[3 * i + 2] = (u8)group;
  }
}

/* Bytes of which nearly all that is no such data is told. */
enum { DEFLATE_FIRST = 12 };

/* As isDeflateAt of base64-compressed.ts. */
NEVER_INLINE static int isDeflate(const u8 *start, const u8 *end) {
  if (!opensDeflate((u8)(groupAt(start) >> 16))) return 0;
  const int count = (int)(end - start) * 3 >> 2;
  decodeHead(start, 0, DEFLATE_FIRST);
  if (count > DEFLATE_FIRST && !startsBlock(DEFLATE_FIRST, 0)) return 0;
  decodeHead(start, DEFLATE_FIRST, DEFLATE_HEAD + 2);
  return mayStartDeflate(count);
}

/* As isDataAt of base64-compressed.ts. */
NEVER_INLINE static int isDataAt(const u8 *start, const u8 *end) {
  return isZlibHeader(start) || isContainer(groupAt(start)) || isDeflate(start, end);
}

/* As IN_PATH and LEAST of base64-compressed.ts. */
enum { IN_PATH = 128, LEAST_IN_PATH = 16 };

/* Whether data begin behind a slash of a path, in a segment that is long enough. */
static int holdsDataInPath(const u8 *start, const u8 *end) {
  const u8 *last = end - start < IN_PATH ? end : start + IN_PATH;
  for (const u8 *at = start, *from = start; at < last; at++) {
    if (*at == '/') from = at + 1;
    else if (at + 1 - from == LEAST_IN_PATH && from > start && isDataAt(from, end)) return 1;
  }
  return 0;
}

/* As compressedGroups of base64-compressed.ts begins. */
static int holdsCompressed(const u8 *start, const u8 *end) {
  int slashes = 0;
  if (isDataAt(start, end)) return 1;
  if ((*start == 'n' || *start == 'r' || *start == 't') && isDataAt(start + 1, end)) return 1;
  for (const u8 *at = start; at < end - 1; at += 16) {
    v128_t x = wasm_v128_load(at), y = wasm_v128_load(at + 1), slash = wasm_i8x16_eq(x, wasm_i8x16_splat('/'));
#define MARK(one, other) \
  wasm_v128_and(wasm_i8x16_eq(x, wasm_i8x16_splat(one)), wasm_i8x16_eq(y, wasm_i8x16_splat(other)))
    v128_t marks = wasm_v128_or(wasm_v128_or(MARK('4', 's'), MARK('L', 'C')), MARK('i', 'w'));
    int left = end - 1 - at, within = left < 16 ? (1 << left) - 1 : 0xffff;
    if ((wasm_i8x16_bitmask(marks) & within) != 0) return 1;
    int places = wasm_i8x16_bitmask(slash) & within;
    slashes |= places;
    if (places == 0) continue;
    for (places &= wasm_i8x16_bitmask(wasm_i8x16_eq(y, wasm_i8x16_splat('e'))); places != 0; places &= places - 1)
      if (isZlibHeader(at + __builtin_ctz((unsigned)places) + 1)) return 1;
  }
  return slashes != 0 && holdsDataInPath(start, end);
}
