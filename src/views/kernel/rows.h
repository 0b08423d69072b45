/* Rows of words, and digits in groups: what values have that are told by nothing but how they are built. */

/* Bits of results[LISTS] beside those of runs.h. */
enum { DIGIT_GROUPS = 4 };

/* A row is twelve words or more of a list, of three to eight letters each, with at most eight other bytes between two (BIP 39): 47 bytes or
 * more. Behind one in so many places, a word of each row begins. */
enum { LEAST_WORDS = 12, LEAST_ROW = 47, ROW_STEP = 32 };

/* Bits of what can stand in a row: no bit where a word begins that is too short or too long, or a gap that is too wide. */
static u64 rowBits[WORDS + 2];
/* Bits of where words begin. */
static u64 wordBits[WORDS + 2];

static inline int isDigitAt(int place) { return (u8)(chunk[place] - '0') < 10; }
static inline int isCapital(int place) { return (u8)(chunk[place] - 'A') < 26; }

/* Finds the row bits of one block, as far as it tells by itself. */
static inline void readRowBits(int block, u64 before) {
  const u64 letters = letterBits[block], others = ~letters;
  u64 two = letters & letters >> 1, four = two & two >> 2, eight = four & four >> 4;
  u64 gap2 = others & others >> 1, gap4 = gap2 & gap2 >> 2, gap8 = gap4 & gap4 >> 4;
  u64 starts = letters & ~(letters << 1 | before >> 63);
  u64 tooShort = starts & ~(two & letters >> 2) & ~(3ull << 62);
  wordBits[block] = starts;
  rowBits[block] = ~((eight & letters >> 8) | (gap8 & others >> 8) | tooShort);
}

/* A bit for each hash of a word of the lists, whatever its case: see rowWordTable in query.ts. 0: no rows are looked for. */
static const u8 *rowWords;
EXPORT("rowWords") void setRowWords(const u8 *words) { rowWords = words; }

/* Letters of which all but their low five bits are left out. */
#define LOW_FIVE 0x1f1f1f1f1f1f1f1full
typedef u64 __attribute__((aligned(1))) AnyU64;

/* Whether the word that begins at a place may be one of a list. */
static inline int isRowWord(int place) {
  const int block = place >> 6, shift = place & 63;
  const u64 letters = letterBits[block] >> shift | letterBits[block + 1] << 1 << (63 - shift);
  const int size = letters == ~0ull ? 64 : __builtin_ctzll(~letters);
  if (size < 3 || size > 8) return 0;
  const u64 word = *(const AnyU64 *)(chunk + place) & LOW_FIVE >> (64 - 8 * size);
  const u32 hash = ((u32)word * 0x9e3779b1u ^ (u32)(word >> 32) * 0x85ebca6bu) >> 16;
  return rowWords[hash >> 3] >> (hash & 7) & 1;
}

/* Where the first word from `from` on begins; `limit` or more where there is none. */
static int wordFrom(int from) {
  int block = from >> 6;
  u64 bits = wordBits[block] & ~0ull << (from & 63);
  while (bits == 0) {
    if (++block * 64 >= limit) return limit;
    bits = wordBits[block];
  }
  return block * 64 + __builtin_ctzll(bits);
}

/* Where the last word before `from` begins; -1 where there is none. */
static int wordBefore(int from) {
  int block = from >> 6;
  u64 bits = wordBits[block] & ~(~0ull << (from & 63));
  while (bits == 0) {
    if (--block < 0) return -1;
    bits = wordBits[block];
  }
  return block * 64 + 63 - __builtin_clzll(bits);
}

/* Whether the word at `place` is one of twelve words of the lists that follow each other. */
static int isInRow(int place) {
  if (!isRowWord(place)) return 0;
  int count = 1;
  for (int at = wordFrom(place + 1); count < LEAST_WORDS && at < limit && isRowWord(at); at = wordFrom(at + 1)) count++;
  for (int at = wordBefore(place); count < LEAST_WORDS && at >= 0 && isRowWord(at); at = wordBefore(at)) count++;
  return count == LEAST_WORDS;
}

static inline int isInRowBits(int place) { return rowBits[place >> 6] >> (place & 63) & 1; }

/* Adds the row round a place; gives its end. */
static int addRow(int place) {
  int start = stretchStart(rowBits, place, 0), end = stretchEnd(rowBits, place);
  if (end - start < LEAST_ROW || results[ROWS] < 0) return end;
  if (results[ROWS] >= 2 * MOST_ROWS) {
    results[ROWS] = -1;
    return end;
  }
  rows[results[ROWS]++] = start < BEFORE ? 0 : start - BEFORE;
  rows[results[ROWS]++] = end - BEFORE;
  return end;
}

/* Rows of words in the chunk. It may find too many: what begins before the chunk, or ends behind it, is not seen whole. */
static void findRows(void) {
  if (rowWords == 0) {
    results[ROWS] = -1;
    return;
  }
  int block = 0;
  for (u64 before = 0; block * 64 < limit; before = letterBits[block++]) readRowBits(block, before);
  rowBits[block] = wordBits[block] = 0;
  results[ROWS] = 0;
  int done = chunk != text - BEFORE && isInRowBits(BEFORE) ? addRow(BEFORE) : 0;
  for (int at = 0; at < limit; at += ROW_STEP) {
    if (at < done || !isInRowBits(at)) continue;
    const int place = wordFrom(at);
    if (place < limit && isInRow(place)) done = addRow(place);
  }
  if (more && done < limit && isInRowBits(limit - 1)) addRow(limit - 1);
}

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
