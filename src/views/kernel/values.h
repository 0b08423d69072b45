/* Runs that detectors which locate values in runs look at: what stands behind a name, and what is built as numbers of wallets and accounts. */

/* As SIGNS, QUOTES and NAME_BYTES of named/locate.ts. */
static inline int isSign(u8 byte) { return byte == '=' || byte == ':' || byte == '>' || byte == '(' || byte == ','; }
static inline int isQuote(u8 byte) { return byte == '"' || byte == '\'' || byte == '`'; }
static inline int isBlank(u8 byte) { return byte == ' ' || byte == '\t'; }
static inline int isNameByte(u8 byte) { return isWordByte(byte) || byte == '_' || byte == '.' || byte == '-'; }

enum { MOST_BLANKS = 8, LONGEST_FLAG = 64 };

/* As KEY_REACH of named/locate.ts. */
enum { KEY_REACH = 48 };

/* Whether a name that ends with "key" ends near before `at`. */
static int isNearKey(const u8 *at) {
  const v128_t lower = wasm_i8x16_splat(0x20);
#define IS(offset, letter) \
  wasm_i8x16_eq(wasm_v128_or(wasm_v128_load(from + (offset)), lower), wasm_i8x16_splat(letter))
  for (const u8 *from = at - KEY_REACH; from < at; from += 16) {
    u32 places = wasm_i8x16_bitmask(wasm_v128_and(wasm_v128_and(IS(0, 'k'), IS(1, 'e')), IS(2, 'y')));
    for (; places != 0; places &= places - 1) {
      const u8 *key = from + __builtin_ctz(places);
      if (key + 4 <= at && !isNameByte(key[3])) return 1;
    }
  }
  return 0;
}

/* Whether a sign that gives a value its name stands before `at`, or the name of a flag. */
static int isAssigned(const u8 *at) {
  const u8 *before = at - 1;
  if (isQuote(*before))
    for (before--; *before == '\\' && at - before < BEFORE - 1;) before--;
  for (int blanks = 0; blanks < MOST_BLANKS && isBlank(*before); blanks++) before--;
  if (isSign(*before)) return 1;
  if (before == at - 1 || !isLetter(*before)) return 0;
  const u8 *low = before - LONGEST_FLAG > chunk ? before - LONGEST_FLAG : chunk;
  while (before > low && isNameByte(*before)) before--;
  return before == low || (before[1] == '-' && before[2] == '-') || (*before == '\\' && before[2] == '-');
}

/* The same, or the name of a key with something between. */
static int isNamed(const u8 *at) { return isAssigned(at) || isNearKey(at); }

/* Whether a stretch of letters and digits may be an address or a key of Bitcoin (Base58Check, bech32), or an account (ISO 13616). */
static int isNumberOfValue(const u8 *word, int size) {
  u8 first = word[0];
  if (size >= 26 && size <= 35 && (first == '1' || first == '3')) return 1;
  if ((size == 51 || size == 52) && (first == '5' || first == 'K' || first == 'L' || first == '9' || first == 'c')) return 1;
  if (size >= 42 && size <= 62 && (first | 0x20) == 'b' && (word[1] | 0x20) == 'c') return 1;
  return size >= 15 && size <= 34 && isLetter(first) && isLetter(word[1]) && (u8)(word[2] - '0') < 10 && (u8)(word[3] - '0') < 10;
}

/* Longer runs are data, in which such a number does not stand by itself: as wordsOf of spans.ts. */
#define LONGEST_NUMBERED 4096
/* Digits of the shortest data in hexadecimal that is looked at: as disguised.ts. */
#define LEAST_HEX_DATA 80

/* Whether a run begins with the letter of an escape, as isEscapeLetter of spans.ts. */
static int isEscapeLetter(const u8 *at) {
  return at[-1] == '\\' && (*at == 'n' || *at == 'r' || *at == 't' || *at == 'b' || *at == 'f');
}

static int isValue(const u8 *start, const u8 *end) {
  if (isNamed(start)) return 1;
  if (end - start >= LEAST_HEX_DATA) {
    int digits = 0;
    for (const u8 *at = start; at < end && digits < LEAST_HEX_DATA; at++) digits = tables.hex[*at] ? digits + 1 : 0;
    if (digits == LEAST_HEX_DATA) return 1;
  }
  if (end - start > LONGEST_NUMBERED) return 0;
  for (const u8 *word = start + isEscapeLetter(start); end - word >= 15;) {
    const u8 *stop = word;
    while (stop < end && isWordByte(*stop)) stop++;
    if (stop - word >= 15 && isNumberOfValue(word, (int)(stop - word))) return 1;
    word = stop + 1;
  }
  return 0;
}

/* Of a join's run in one piece, only what stands before it is new. */
static int isValueAt(int start, int end, int spans) {
  if (end + 8 >= limit && more) return 1;
  return spans ? isValue(chunk + start, chunk + end) : isNamed(chunk + start);
}
