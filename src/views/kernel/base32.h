/* Whether base32 holds text or compressed data, as base32.ts tells it. */
enum { LEAST_BASE32 = 20, LEAST_BASE32_TEXT = 10 };

/* Which letters are digits. */
enum { UPPER = 1, LOWER = 2 };

static inline int isBase32(u8 byte, int cases) {
  if (byte >= '2' && byte <= '7') return 1;
  return (cases & UPPER && (u8)(byte - 'A') < 26) || (cases & LOWER && (u8)(byte - 'a') < 26);
}

static inline u32 base32Value(u8 byte) { return byte >= 'A' ? (byte | 0x20u) - 'a' : byte - '2' + 26u; }

static inline u8 base32ByteAt(const u8 *base, int index) {
  int bit = index * 8, offset = bit % 5;
  const u8 *at = base + bit / 5;
  u32 bits = base32Value(at[0]) << 10 | base32Value(at[1]) << 5 | (offset > 2 ? base32Value(at[2]) : 0);
  return (u8)(bits >> (7 - offset));
}

static int isMixedText(const u8 *start, const u8 *stop) {
  if ((u8)(start[-1] - '0') < 10 || (u8)(*stop - '0') < 10) return 0;
  int upper = 1, lower = 1;
  for (const u8 *at = start; at < stop && (upper || lower); at++) upper &= isBase32(*at, UPPER), lower &= isBase32(*at, LOWER);
  return !upper && !lower;
}

/* As looksCompressed of magic.ts, and more: a gzip header anywhere counts, whatever its flags. */
static int holdsGzip(const u8 *base, int decoded) {
  for (int at = 0; at + 2 < decoded; at++)
    if (base32ByteAt(base, at) == 0x1f && base32ByteAt(base, at + 1) == 0x8b && base32ByteAt(base, at + 2) == 8) return 1;
  return 0;
}

static int holdsBase32Text(const u8 *start, const u8 *stop) {
  for (const u8 *base = start; base < start + 8 && stop - base >= LEAST_BASE32 - 1; base++) {
    int decoded = (int)(stop - base) * 5 >> 3, done = 0;
    if (isZlib78(base32ByteAt(base, 0), base32ByteAt(base, 1)) || holdsGzip(base, base == start ? decoded : 3)) return 1;
    for (int probe = LEAST_BASE32_TEXT - 1; probe < decoded; probe += LEAST_BASE32_TEXT) {
      int from = walkBack(base32ByteAt, base, probe, done), to = walkOn(base32ByteAt, base, probe, decoded);
      done = to;
      if (to - from >= LEAST_BASE32_TEXT && holdsCharacters(base32ByteAt, base, from, to, LEAST_BASE32_TEXT)) return 1;
      if (to - 1 > probe) probe = to - 1;
    }
  }
  return 0;
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
