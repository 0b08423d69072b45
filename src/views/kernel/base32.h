/* Whether base32 holds text or compressed data, as base32.ts tells it. */
enum { LEAST_BASE32 = 20, LEAST_BASE32_TEXT = 10 };

/* Which letters are digits. */
enum { UPPER = 1, LOWER = 2 };

static inline int isBase32(u8 byte, int cases) {
  if (byte >= '2' && byte <= '7') return 1;
  return (cases & UPPER && (u8)(byte - 'A') < 26) || (cases & LOWER && (u8)(byte - 'a') < 26);
}

static inline u32 base32Value(u8 byte) { return byte >= 'A' ? (byte | 0x20u) - 'a' : byte - '2' + 26u; }

static int isMixedText(const u8 *start, const u8 *stop) {
  if ((u8)(start[-1] - '0') < 10 || (u8)(*stop - '0') < 10) return 0;
  int upper = 1, lower = 1;
  for (const u8 *at = start; at < stop && (upper || lower); at++) upper &= isBase32(*at, UPPER), lower &= isBase32(*at, LOWER);
  return !upper && !lower;
}

/* Longer stretches are decoded in pieces, of which each begins with what may be text at the end of the one before: ten characters. */
#define PIECE32 8192
#define OVERLAP32 72
/* Values of a stretch's digits, and what they decode to from one of them on. */
static u8 digits32[PIECE32 + 8];
static u8 decoded32[PIECE32];

INLINE u8 decodedByteAt(const u8 *base, int index) { return base[index]; }

/* Decodes `count` digits; gives the number of bytes. What is read beyond them is anything. */
static int decode32(const u8 *digits, int count) {
  u8 *to = decoded32;
  for (int at = 0; at < count; at += 8, to += 5) {
    const u8 *d = digits + at;
    u64 bits = (u64)d[0] << 35 | (u64)d[1] << 30 | (u64)d[2] << 25 | (u64)d[3] << 20 | (u64)d[4] << 15 | (u64)d[5] << 10 |
               (u64)d[6] << 5 | d[7];
    to[0] = (u8)(bits >> 32), to[1] = (u8)(bits >> 24), to[2] = (u8)(bits >> 16), to[3] = (u8)(bits >> 8), to[4] = (u8)bits;
  }
  return count * 5 >> 3;
}

/* As looksCompressed of magic.ts, and more: a gzip header anywhere counts, whatever its flags. */
INLINE int holdsGzip(ByteAt byteAt, const u8 *base, int decoded) {
  for (int at = 0; at + 2 < decoded; at++)
    if (byteAt(base, at) == 0x1f && byteAt(base, at + 1) == 0x8b && byteAt(base, at + 2) == 8) return 1;
  return 0;
}

/*
 * Whether bytes hold text or compressed data. `isStart`: of the first piece of a stretch; `isAligned`: decoded from the first digit of the
 * stretch on, or from one that begins a group there.
 */
INLINE int holdsDecoded(ByteAt byteAt, const u8 *base, int decoded, int isStart, int isAligned) {
  if (isStart && isZlib78(byteAt(base, 0), byteAt(base, 1))) return 1;
  if (isStart && isAligned && mayDeflateFrom(byteAt, base, decoded)) return 1;
  if (holdsGzip(byteAt, base, isAligned ? decoded : isStart ? 3 : 0)) return 1;
  int done = 0;
  for (int probe = LEAST_BASE32_TEXT - 1; probe < decoded; probe += LEAST_BASE32_TEXT) {
    int from = walkBack(byteAt, base, probe, done), to = walkOn(byteAt, base, probe, decoded);
    done = to;
    if (to - from >= LEAST_BASE32_TEXT && holdsCharacters(byteAt, base, from, to, LEAST_BASE32_TEXT)) return 1;
    if (to - 1 > probe) probe = to - 1;
  }
  return 0;
}

/* Whether one piece of a stretch holds any, from one of its first eight digits on. */
static int holdsBase32Piece(const u8 *start, int count, int isStart) {
  for (int at = 0; at < count; at++) digits32[at] = (u8)base32Value(start[at]);
  for (int first = 0; first < 8 && count - first >= LEAST_BASE32 - 1; first++)
    if (holdsDecoded(decodedByteAt, decoded32, decode32(digits32 + first, count - first), isStart, first == 0)) return 1;
  return 0;
}

static int holdsBase32Text(const u8 *start, const u8 *stop) {
  for (const u8 *at = start;; at += PIECE32 - OVERLAP32) {
    const int left = (int)(stop - at), isLast = left <= PIECE32;
    if (holdsBase32Piece(at, isLast ? left : PIECE32, at == start)) return 1;
    if (isLast) return 0;
  }
}

/* As decodeStretches: whether anything would be emitted. */
static int holdsBase32In(const u8 *start, const u8 *end, int cases) {
  const u8 *low = start;
  for (const u8 *probe = low + LEAST_BASE32 - 1; probe < end; probe = low + LEAST_BASE32 - 1) {
    const u8 *at = probe;
    while (at >= low && isBase32(*at, cases)) at--;
    if (at >= low) {
      low = at + 1;
      continue;
    }
    const u8 *stop = probe + 1;
    while (stop < end && isBase32(*stop, cases)) stop++;
    if ((cases != (UPPER | LOWER) || isMixedText(low, stop)) && holdsBase32Text(low, stop)) return 1;
    low = stop + 1;
  }
  return 0;
}

static int holdsBase32(const u8 *start, const u8 *end) {
  return holdsBase32In(start, end, UPPER) || holdsBase32In(start, end, LOWER) || holdsBase32In(start, end, UPPER | LOWER);
}
