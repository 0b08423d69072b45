/* Backslashes that matter beyond breaking words, or may cut a token. */
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
  if (isControlLetter(end) && (first == chunk || cutsToken(first, end))) return 1;
  if (is(end, BREAK))
    return (tables.hex[end[1]] || is(end + 1, ROUND_PAIR) || end[1] == '\\') && (first == chunk || followsPair(first));
  if (letter == 'u' || letter == 'x' || letter == 'U' || (letter >= '0' && letter <= '7')) return 1;
  if (letter == '\n' || letter == '\r' || letter == '/') return 1;
  if (is(end, CLASS) || letter < 0x21 || letter > 0x7e) return 0;
  return first == chunk || is(first - 1, WORD) || is(end + 1, WORD);
}

static void findSlashes(void) {
  int count = 0;
  for (int word = BEFORE / 64; word * 64 < BEFORE + core; word++) {
    u64 last = slashBits[word] & ~(slashBits[word] >> 1 | slashBits[word + 1] << 63);
    for (; last != 0; last &= last - 1) {
      int place = word * 64 + __builtin_ctzll(last);
      if (place >= BEFORE + core) break;
      int first = stretchStart(slashBits, place, 0);
      if (matters(chunk + (first < 24 ? 0 : first), chunk + place + 1)) slashes[count++] = place - BEFORE;
    }
  }
  results[SLASHES] = count;
}
