/* Escapes of controls that may cut a token: see cut-tokens.ts. */
/* Of what stands beside an escape: how many characters of a token, and how often a letter and a digit meet. */
typedef struct {
  int length, changes, last;
} Tally;

/* 0: neither a letter nor a digit. */
static inline int kindOf(u8 byte) { return (u8)(byte - '0') < 10 ? 2 : isLetter(byte); }

static inline void add(Tally *tally, u8 byte) {
  int kind = kindOf(byte);
  tally->length++;
  tally->changes += kind + tally->last == 3;
  tally->last = kind;
}

static inline int isControlLetter(const u8 *at) { return *at >= 'a' && is(at, BREAK); }

enum { WINDOW = 40, LEAST_CUT = 16, LEAST_CHANGES = 2 };

/* As `cutsToken` of cut-tokens.ts. */
static int cutsToken(const u8 *first, const u8 *letter) {
  Tally tally = {0, 0, 0};
  const u8 *end = letter + 1 + WINDOW;
  for (const u8 *at = letter + 1; at < end; at++) {
    if (*at == '\\') {
      while (at + 1 < end && *at == '\\') at++;
      if (!isControlLetter(at)) break;
      tally.last = 0;
    } else if (is(at, WORD)) {
      add(&tally, *at);
    } else {
      break;
    }
  }
  int after = tally.length;
  if (after == 0) return 0;
  tally.last = 0;
  const u8 *start = first - WINDOW;
  for (const u8 *at = first - 1; at >= start; at--) {
    if (at <= chunk) return 1;
    if (!is(at, WORD)) break;
    if (at[-1] == '\\') {
      if (!isControlLetter(at)) break;
      while (at > start && at[-1] == '\\') at--;
      tally.last = 0;
    } else {
      add(&tally, *at);
    }
  }
  return tally.length > after && tally.length >= LEAST_CUT && tally.changes >= LEAST_CHANGES;
}
