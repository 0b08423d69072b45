/* What decoders can make of a run. */
#include "base64.h"

#include "base32.h"

/* Lines of base64 without what stands between them. */
static u8 lines[1024 + 64];

/* As lineAfter of base64-lines.ts; 0 when there is none. */
static const u8 *lineAfter(const u8 *at, const u8 *stop) {
  int breaks = 0;
  while (at < stop) {
    if (*at == ' ' || *at == '\t') {
      at++;
    } else if (*at == '\r' || *at == '\n') {
      breaks++;
      at++;
    } else if (*at == '\\') {
      const u8 *letter = at;
      while (letter < stop && *letter == '\\') letter++;
      if (*letter != 'n' && *letter != 'r') break;
      breaks++;
      at = letter + 1;
    } else break;
  }
  return breaks == 1 || breaks == 2 ? at : 0;
}

/* As SHORTEST_LINE, LINE_MARKS and MOST_MARKS of base64-lines.ts. */
enum { SHORTEST_LINE = 60, MOST_MARKS = 3 };
static int isLineMark(u8 byte) {
  return byte == '>' || byte == '#' || byte == '*' || byte == ';' || byte == '|' || byte == '/' || byte == '%' || byte == '-';
}

/* As afterMarks of base64-lines.ts. */
static const u8 *afterMarks(const u8 *at) {
  const u8 *from = at;
  while (from - at < MOST_MARKS && isLineMark(*from)) from++;
  if (from == at || *from != ' ') return at;
  while (*from == ' ') from++;
  return from;
}

/* As base64LineAfter of base64-lines.ts. */
static const u8 *base64LineAfter(const u8 *start, const u8 *end, const u8 *stop) {
  const u8 *from = lineAfter(end, stop);
  if (from != 0) return end - start < SHORTEST_LINE ? from : afterMarks(from);
  if (*end != ' ' || (end - start != 64 && end - start != 76)) return 0;
  return end + 1 < stop && is(end + 1, RUN) ? end + 1 : 0;
}

/* Whether the lines from the run on hold base64 together; as collectLines of base64.ts collects them. */
static int holdsLines(const u8 *start, const u8 *end, const u8 *stop) {
  const u8 *from = base64LineAfter(start, end, stop);
  if (from == 0) return 0;
  int size = 0;
  for (const u8 *to = end; from != 0; from = to - from >= RUN_LENGTH ? base64LineAfter(from, to, stop) : 0) {
    for (to = from; to < stop && is(to, RUN);) to++;
    if ((to >= stop && more) || end - start + size + (to - from) > 1000) return 1;
    if (size == 0) __builtin_memcpy(lines, start, (unsigned)(end - start));
    __builtin_memcpy(lines + (end - start) + size, from, (unsigned)(to - from));
    size += (int)(to - from);
  }
  if (size == 0) return 0;
  const u8 *last = lines + (end - start) + size;
  return holdsBase64(lines, last) || holdsCompressed(lines, last);
}

enum { LEAST_HEX = 12, LEAST_HEX_TEXT = 10 };

static inline u8 hexValue(u8 byte) { return byte <= '9' ? byte - '0' : (u8)((byte | 0x20) - 'a' + 10); }

static inline u8 hexByteAt(const u8 *base, int index) {
  return (u8)(hexValue(base[2 * index]) << 4 | hexValue(base[2 * index + 1]));
}

/* Whether the digits `[start, stop)` decode to text or compressed data, from the first or the second on. */
static int holdsHexText(const u8 *start, const u8 *stop) {
  for (const u8 *base = start; base < start + 2; base++) {
    if (stop - base < 2 * LEAST_HEX) break;
    if (mayDeflateFrom(hexByteAt, base, (int)(stop - base) >> 1)) return 1;
    Counter counter = {0, 0, 0};
    u32 last = 0;
    for (const u8 *at = base; at + 1 < stop; at += 2) {
      u8 byte = hexByteAt(at, 0);
      last = (last << 8 | byte) & 0xffffff;
      if (count(&counter, byte) >= LEAST_HEX_TEXT || last == 0x1f8b08) return 1;
      if (at == base + 2 && isZlib78((u8)(last >> 8), byte)) return 1;
    }
  }
  return 0;
}

/* As decodeRuns of hex.ts: whether anything would be emitted. */
static int holdsHex(const u8 *start, const u8 *end, const u8 *stop) {
  const u8 *low = start;
  for (const u8 *probe = low + 2 * LEAST_HEX - 1; probe < end; probe = low + 2 * LEAST_HEX - 1) {
    const u8 *at = probe;
    while (at >= low && tables.hex[*at]) at--;
    if (at >= low) {
      low = at + 1;
      continue;
    }
    const u8 *last = probe + 1;
    while (last < end && tables.hex[*last]) last++;
    const u8 *next = lineAfter(last, stop);
    if (holdsHexText(low, last) || (next != 0 && (tables.hex[*next] || next >= stop))) return 1;
    low = last + 1;
  }
  return 0;
}

static int usesOf(const u8 *start, const u8 *end) {
  const u8 *stop = chunk + limit;
  if (end + 8 >= stop && more) return BASE64 | BASE32 | HEX;
  int uses = holdsBase64(start, end) || holdsCompressed(start, end) || holdsLines(start, end, stop) ? BASE64 : 0;
  if (end - start >= LEAST_BASE32 && holdsBase32(start, end)) uses |= BASE32;
  if (end - start >= 2 * LEAST_HEX && holdsHex(start, end, stop)) uses |= HEX;
  return uses;
}
