/* Quotes where string literals meet. */
/* As opensKey of string-pieces.ts. */
static int opensKey(const u8 *open, const u8 *stop) {
  const u8 *at = open + 1;
  int blanks = 0;
  while (at < stop && at - open <= 128 && is(at, LITERAL)) blanks |= *at++ == ' ';
  if (*at != *open || at >= stop || blanks) return 0;
  const u8 *end = at;
  while (end[-1] == '\\') end--;
  if (end <= open + 1) return 0;
  at++;
  while (at < stop && *at == ' ') at++;
  return *at == ':' || (*at == '=' && at[1] == '>');
}

/* As in nextLiteral of string-pieces.ts. */
static int isEscapedBlank(const u8 *at) { return at[-1] == '\\' && (*at == 'n' || *at == 'r' || *at == 't'); }

/* Quotes behind which another literal opens that is no key. */
static void findQuotes(void) {
  int count = 0;
  const u8 *stop = chunk + limit;
  for (int word = BEFORE / 64; word * 64 < BEFORE + core; word++) {
    u64 found = quoteBits[word] & (seamBits[word] >> 1 | seamBits[word + 1] << 63);
    for (; found != 0; found &= found - 1) {
      int place = word * 64 + __builtin_ctzll(found);
      if (place >= BEFORE + core) break;
      const u8 *from = chunk + place + 1, *at = from;
      while (at - from < 64 && (is(at, BETWEEN) || isEscapedBlank(at))) at++;
      if (at >= stop ? !more : !is(at, QUOTE) || !is(at + 1, LITERAL) || opensKey(at, stop)) continue;
      quotes[count++] = place - BEFORE;
    }
  }
  results[QUOTES] = count;
}
