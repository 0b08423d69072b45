/* Stretches of bits that are set. */
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

/* Bits of two blocks, the first of them the lower. */
typedef struct {
  u64 low, high;
} Bits;

static inline Bits after(Bits bits, int by) { return (Bits){bits.low >> by | bits.high << (64 - by), bits.high >> by}; }
static inline Bits both(Bits one, Bits other) { return (Bits){one.low & other.low, one.high & other.high}; }
