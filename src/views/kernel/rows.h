/* Rows of words, and digits in groups: what values have that are told by nothing but how they are built. */

/* Bits of results[LISTS] beside those of runs.h. */
enum { DIGIT_GROUPS = 4 };

/* A row is twelve words or more of a list, of three to eight letters each, with at most eight other bytes between two (BIP 39): 47 bytes or
 * more. Of each, one block holds 24. */
enum { LEAST_WORDS = 12, LEAST_ROW = 47 };

/* Bits of what can stand in a row: no bit where a word begins that is too short or too long, or a gap that is too wide. */
static u64 rowBits[WORDS + 2];
/* Bits of where words begin. */
static u64 wordBits[WORDS + 2];

static inline int isDigitAt(int place) { return (u8)(chunk[place] - '0') < 10; }
static inline int isCapital(int place) { return (u8)(chunk[place] - 'A') < 26; }

/* Bits at which 24 in a row begin. */
static inline u64 stretchesOf24(u64 bits) {
  bits &= bits >> 1;
  bits &= bits >> 2;
  bits &= bits >> 4;
  bits &= bits >> 8;
  return bits & bits >> 8;
}

/* Finds the row bits of one block, as far as it tells by itself; gives where 24 in a row begin. */
static inline u64 readRowBits(int block, u64 before) {
  const u64 letters = letterBits[block], others = ~letters;
  u64 two = letters & letters >> 1, four = two & two >> 2, eight = four & four >> 4;
  u64 gap2 = others & others >> 1, gap4 = gap2 & gap2 >> 2, gap8 = gap4 & gap4 >> 4;
  u64 starts = letters & ~(letters << 1 | before >> 63);
  u64 tooShort = starts & ~(two & letters >> 2) & ~(3ull << 62);
  u64 good = ~((eight & letters >> 8) | (gap8 & others >> 8) | tooShort);
  wordBits[block] = starts;
  rowBits[block] = good;
  return stretchesOf24(good);
}

/* Blocks of the chunk that may hold the better part of a row. */
static u16 rowBlocks[WORDS];

/* A bit for each hash of a word's first four letters, whatever their case, set for the words of the lists; 0: no rows are looked for. */
static const u8 *rowWords;
EXPORT("rowWords") void setRowWords(const u8 *words) { rowWords = words; }

static int isRowWord(const u8 *at) {
  u32 letters = 0;
  for (int i = 0; i < 4 && isLetter(at[i]); i++) letters = letters << 5 | (at[i] & 31);
  const u32 hash = letters * 0x9e3779b1u >> 16;
  return rowWords[hash >> 3] >> (hash & 7) & 1;
}

/* Places of the words of a row. */
static int32_t rowPlaces[64 * WORDS / 4];

/* Whether twelve words of the lists stand in a row in `[start, end)`: of every twelve places, one is looked at. */
static int holdsRow(int start, int end) {
  int count = 0;
  for (int word = start >> 6; word <= (end - 1) >> 6; word++)
    for (u64 bits = wordBits[word]; bits != 0; bits &= bits - 1) {
      int place = word * 64 + __builtin_ctzll(bits);
      if (place >= start && place < end) rowPlaces[count++] = place;
    }
  for (int probe = LEAST_WORDS - 1, low = 0; probe < count;) {
    int first = probe, last = probe + 1;
    while (first >= low && isRowWord(chunk + rowPlaces[first])) first--;
    if (first < probe)
      while (last < count && last - first <= LEAST_WORDS && isRowWord(chunk + rowPlaces[last])) last++;
    if (last - first > LEAST_WORDS) return 1;
    low = first < probe ? last + 1 : probe + 1;
    probe = low + LEAST_WORDS - 1;
  }
  return 0;
}

/* Adds the row round a place; gives its end. */
static int addRow(int place) {
  int start = stretchStart(rowBits, place, 0), end = stretchEnd(rowBits, place);
  if (end - start < LEAST_ROW || results[ROWS] < 0) return end;
  /* What begins before the chunk, or ends behind it, is not seen whole. */
  int isWhole = (start >= BEFORE || chunk == text - BEFORE) && !(more && end >= limit);
  if (isWhole && !holdsRow(start, end)) return end;
  if (results[ROWS] >= 2 * MOST_ROWS) {
    results[ROWS] = -1;
    return end;
  }
  rows[results[ROWS]++] = start < BEFORE ? 0 : start - BEFORE;
  rows[results[ROWS]++] = end - BEFORE;
  return end;
}

/* Rows of words that begin in the chunk. It may find too many. */
static void findRows(void) {
  if (rowWords == 0) {
    results[ROWS] = -1;
    return;
  }
  int blocks = 0, block = 0, done = 0;
  for (u64 before = 0; block * 64 < limit; before = letterBits[block++])
    if (readRowBits(block, before) != 0) rowBlocks[blocks++] = (u16)block;
  rowBits[block] = wordBits[block] = 0;
  results[ROWS] = 0;
  for (int i = 0; i < blocks; i++) {
    const int first = rowBlocks[i] * 64;
    for (u64 found = stretchesOf24(rowBits[rowBlocks[i]]); found != 0; found &= found - 1) {
      int place = first + __builtin_ctzll(found);
      if (place >= done) done = addRow(place);
    }
  }
}

typedef struct {
  u64 low, high;
} Bits;

static inline Bits after(Bits bits, int by) { return (Bits){bits.low >> by | bits.high << (64 - by), bits.high >> by}; }
static inline Bits both(Bits one, Bits other) { return (Bits){one.low & other.low, one.high & other.high}; }

/* Whether digits stand in a block as cards have them: 15 in a row, or 4-4-4-4, or 4-6-5; or 13 in a row behind "NO". */
static int holdsCardDigits(int block) {
  Bits one = {digitBits[block], digitBits[block + 1]};
  Bits two = both(one, after(one, 1)), four = both(two, after(two, 2)), eight = both(four, after(four, 4));
  u64 bare = both(eight, after(eight, 7)).low;
  u64 fours = both(both(four, after(four, 5)), both(after(four, 10), after(four, 15))).low;
  Bits six = both(four, after(two, 4)), five = both(four, after(one, 4));
  u64 american = both(four, both(after(six, 5), after(five, 12))).low;
  if (bare | fours | american) return 1;
  for (u64 starts = both(eight, after(eight, 5)).low; starts != 0; starts &= starts - 1) {
    int place = block * 64 + __builtin_ctzll(starts);
    if ((chunk[place - 1] | 0x20) == 'o' && (chunk[place - 2] | 0x20) == 'n') return 1;
  }
  return 0;
}

/* Whether an account begins in a block as it is printed: two capitals, two digits, a blank. */
static int holdsPrintedAccount(int block) {
  Bits one = {digitBits[block], digitBits[block + 1]};
  for (u64 pairs = both(one, after(one, 1)).low & ~after(one, 2).low; pairs != 0; pairs &= pairs - 1) {
    int place = block * 64 + __builtin_ctzll(pairs);
    if (place >= 2 && chunk[place + 2] == ' ' && isCapital(place - 1) && isCapital(place - 2) &&
        (isCapital(place + 3) || isDigitAt(place + 3)))
      return 1;
  }
  return 0;
}

static int findDigitGroups(void) {
  for (int block = BEFORE / 64 - 1; block * 64 < limit; block++) {
    if (digitBits[block] == 0) continue;
    if (__builtin_popcountll(digitBits[block]) + __builtin_popcountll(digitBits[block + 1]) >= 13 && holdsCardDigits(block))
      return DIGIT_GROUPS;
    if (holdsPrintedAccount(block)) return DIGIT_GROUPS;
  }
  return 0;
}
