/* Whether decoded bytes are text, as text.ts tells it. `byteAt` gives byte `index` of what stands from `base` on. */
typedef u8 ByteAt(const u8 *base, int index);

/* For each kind of a byte, the kinds that can follow it in text. */
static const u8 FOLLOWERS[4] = {0, 1 << 1 | 1 << 3, 1 << 1 | 1 << 2 | 1 << 3, 1 << 2};
INLINE int follows(u8 first, u8 second) { return FOLLOWERS[tables.text[first]] >> tables.text[second] & 1; }

INLINE int walkBack(ByteAt byteAt, const u8 *base, int from, int low) {
  u8 next = byteAt(base, from);
  while (from > low) {
    u8 byte = byteAt(base, from - 1);
    if (!follows(byte, next)) break;
    next = byte;
    from--;
  }
  return from;
}

/* Place after the text that goes on behind the byte at `at`. */
INLINE int walkOn(ByteAt byteAt, const u8 *base, int at, int high) {
  u8 last = byteAt(base, at);
  for (at++; at < high; at++) {
    u8 byte = byteAt(base, at);
    if (!follows(last, byte)) break;
    last = byte;
  }
  return at;
}

typedef struct {
  int characters, nuls, expected;
} Counter;

/* As TextCounter: the number of characters that end here in a row. */
INLINE int count(Counter *counter, u8 byte) {
  if (byte == 0) {
    if (++counter->nuls > 3 || counter->expected > 0) counter->characters = 0;
    counter->expected = 0;
    return counter->characters;
  }
  int kind = tables.text[byte];
  counter->nuls = 0;
  if (kind == 2 && counter->expected > 0) {
    if (--counter->expected == 0) counter->characters++;
  } else if (kind == 1) {
    counter->characters = counter->expected > 0 ? 1 : counter->characters + 1;
    counter->expected = 0;
  } else {
    if (kind != 3 || counter->expected > 0) counter->characters = 0;
    counter->expected = kind != 3 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return counter->characters;
}

INLINE int holdsCharacters(ByteAt byteAt, const u8 *base, int from, int to, int least) {
  Counter counter = {0, 0, 0};
  for (int at = from; at < to; at++)
    if (count(&counter, byteAt(base, at)) >= least) return 1;
  return 0;
}

/* Whether a zlib header (RFC 1950) can begin with these bytes, as compressed data in another code is looked for. */
INLINE int isZlib78(u8 first, u8 second) { return first == 0x78 && (first << 8 | second) % 31 == 0; }
