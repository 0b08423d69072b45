/* Whether DEFLATE data without a header may begin (RFC 1951), as deflate-start.ts tells it. */
enum { DEFLATE_HEAD = 40, LEAST_DEFLATED = 8, MOST_LEFT = 15, END_OF_BLOCK = 256, MOST_CODES = 29 };
/* Kinds of block. */
enum { FIXED = 1, DYNAMIC = 2 };

/* The bytes that are looked at, zeros behind them, how many bits they are, and whether no others follow. */
static u8 deflated[DEFLATE_HEAD + 8];
static int deflatedBits, isWhole;

static inline u32 bitsAt(int at, int count) { return load32(deflated + (at >> 3)) >> (at & 7) & ((1u << count) - 1); }
static inline u32 codeAt(int at, int count) { return __builtin_bitreverse32(bitsAt(at, count)) >> (32 - count); }

/* Whether the bytes end at a bit. */
static int isAtEnd(int at) {
  const u8 *next = deflated + ((at + 7) >> 3);
  return (next[0] == '\r' && next[1] == '\n') || (isWhole && deflatedBits - at <= MOST_LEFT);
}

/* Whether text comes out of the fixed code. */
NEVER_INLINE static int startsFixed(void) {
  int at = 3, out = 0;
  for (;;) {
    const u32 code = codeAt(at, 9);
    u32 symbol;
    if (code < 0x60) symbol = 256 + (code >> 2), at += 7;
    else if (code < 0x180) symbol = (code >> 1) - 0x30, at += 8;
    else if (code < 0x190) symbol = 280 + (code >> 1) - 0xc0, at += 8;
    else symbol = 144 + code - 0x190, at += 9;
    if (at > deflatedBits) return !isWhole;
    if (symbol == END_OF_BLOCK) return out >= LEAST_DEFLATED && isAtEnd(at);
    if (symbol < END_OF_BLOCK) {
      if (symbol == 0 || tables.text[symbol] == 0) return 0;
      out++;
      continue;
    }
    if (symbol > 285) return 0;
    const int length = (int)symbol - 257, more = length < 8 || length == 28 ? 0 : (length - 4) >> 2;
    const int copied = length < 8 ? length + 3 : length == 28 ? 258 : 3 + ((4 + (length & 3)) << more) + (int)bitsAt(at, more);
    at += more;
    const int distance = (int)codeAt(at, 5), further = distance < 4 ? 0 : (distance - 2) >> 1;
    at += 5;
    if (distance > MOST_CODES) return 0;
    /* What is copied is text that came out before. */
    const int back = distance < 4 ? distance + 1 : 1 + ((2 + (distance & 1)) << further) + (int)bitsAt(at, further);
    if (back > out) return 0;
    at += further, out += copied;
  }
}

/* Whether the code in which a block writes its own code is whole. */
NEVER_INLINE static int startsDynamic(void) {
  if (bitsAt(3, 5) > MOST_CODES || bitsAt(8, 5) > MOST_CODES) return 0;
  int left = 128, at = 17;
  for (int codes = (int)bitsAt(13, 4) + 4; codes > 0; codes--, at += 3) {
    const u32 bits = bitsAt(at, 3);
    if (bits > 0) left -= 128 >> bits;
  }
  return left == 0 && !isWhole;
}

static inline int opensDeflate(u8 first) { return (first >> 1 & 3) == FIXED || (first >> 1 & 3) == DYNAMIC; }

NEVER_INLINE static int startsBlock(int count, int whole) {
  __builtin_memset(deflated + count, 0, 8);
  deflatedBits = 8 * count;
  isWhole = whole;
  return (deflated[0] >> 1 & 3) == FIXED ? startsFixed() : startsDynamic();
}

/* Of the first bytes of `count`, which stand in `deflated`. */
static int mayStartDeflate(int count) {
  return count <= DEFLATE_HEAD ? startsBlock(count, 1) : startsBlock(DEFLATE_HEAD, 0);
}

/* Of the `count` bytes that `byteAt` gives. */
INLINE int mayDeflateFrom(ByteAt byteAt, const u8 *base, int count) {
  if (!opensDeflate(byteAt(base, 0))) return 0;
  for (int i = 0; i < count && i < DEFLATE_HEAD; i++) deflated[i] = byteAt(base, i);
  return mayStartDeflate(count);
}
