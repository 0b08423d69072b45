/* Runs, and pairs of hexadecimal digits. */
/* Takes a run that begins in the chunk to the lists; gives their length. */
static int addRun(int start, int end, int count) {
  int base = (int)(chunk - text), spans = spansPieces(base + start, base + end);
  if (spans && context.kinds != 0 && isCandidate(start, end)) candidates[results[CANDIDATES]++] = count / 3;
  runs[count++] = start - BEFORE;
  runs[count++] = end - BEFORE;
  runs[count++] = (spans ? usesOf(chunk + start, chunk + end) : 0) | (isValueAt(start, end, spans) ? VALUE : 0);
  return count;
}

/* Where a run begins: where RUN_LENGTH bits in a row do, and none before. */
static u64 runStarts(int block) {
  const Bits one = {runBits[block], runBits[block + 1]};
  const Bits two = both(one, after(one, 1)), four = both(two, after(two, 2)), eight = both(four, after(four, 4));
  return eight.low & after(eight, 8).low & ~(one.low << 1 | (block > 0 ? runBits[block - 1] >> 63 : 0));
}

/* Runs that begin in the chunk. */
static void findRuns(void) {
  int count = 0;
  for (int block = 0; block * 64 < limit; block++)
    for (u64 starts = runStarts(block); starts != 0; starts &= starts - 1) {
      const int start = block * 64 + __builtin_ctzll(starts);
      if (start >= BEFORE && start < BEFORE + core) count = addRun(start, stretchEnd(runBits, start), count);
    }
  results[RUNS] = count;
}

/* As isPair of hex.ts: just two digits, before which "0x" counts as something. */
static int isPair(const u8 *at) {
  if (!tables.hex[at[0]] || !tables.hex[at[1]] || tables.hex[at[-1]]) return 0;
  return !tables.hex[at[2]] || (at[2] == '0' && (at[3] | 0x20) == 'x');
}

/* Whether twelve pairs follow each other in `[start, end)`, each within reach of the one before. */
static int holdsPairRow(const u8 *start, const u8 *end) {
  int pairs = 0;
  const u8 *last = start;
  for (const u8 *at = start; at < end; at++) {
    if (!isPair(at)) continue;
    pairs = at - last <= 8 ? pairs + 1 : 1;
    if (pairs == 12) return 1;
    last = at++;
  }
  return 0;
}

/* Whether six groups of four digits follow each other with a blank between, as in a line of a dump. */
static int holdsGroupRow(const u8 *start, const u8 *end) {
  int groups = 0;
  for (const u8 *at = start; at + 5 <= end; at++) {
    const int isGroup = at[4] == ' ' && tables.hex[at[0]] && tables.hex[at[1]] && tables.hex[at[2]] && tables.hex[at[3]];
    groups = isGroup ? groups + 1 : 0;
    if (groups == 6) return 1;
    if (isGroup) at += 4;
  }
  return 0;
}

/* Whether twelve numbers follow each other in `[start, end)`, with nothing but blanks, commas and semicolons between: as byte-numbers.ts. */
static int holdsNumberRow(const u8 *start, const u8 *end) {
  int numbers = 0, isNumber = 0;
  for (const u8 *at = start; at < end; at++) {
    if ((u8)(*at - '0') < 10) {
      numbers += !isNumber;
      isNumber = 1;
      if (numbers == 12) return 1;
    } else {
      if (*at != ',' && *at != ';' && *at != ' ' && *at != '\t' && *at != '\r' && *at != '\n') numbers = 0;
      isNumber = 0;
    }
  }
  return 0;
}

/* Bits of results[PAIRS]. */
enum { HEX_PAIRS = 1, NUMBERS = 2 };

/* Whether lists of hexadecimal pairs, or of numbers, can stand here: 35 bytes in a row without letters, which fill 16 bits. */
static int findLists(void) {
  const v128_t full = wasm_i8x16_splat(-1);
  int done = 0, held = 0;
  for (int at = (BEFORE - 64) / 8; at * 8 < limit; at += 16) {
    v128_t found = wasm_i16x8_eq(wasm_v128_load((u8 *)pairBits + at), full);
    for (u32 bits = wasm_i16x8_bitmask(found); bits != 0; bits &= bits - 1) {
      int place = at * 8 + __builtin_ctz(bits) * 16;
      if (place < done) continue;
      int start = stretchStart(pairBits, place, chunk == text - BEFORE ? BEFORE : 0), end = stretchEnd(pairBits, place);
      done = end;
      if ((end >= limit && more) || (start == 0 && chunk != text - BEFORE)) return HEX_PAIRS | NUMBERS;
      if (end > limit) end = limit;
      if (end - start < 35) continue;
      if (holdsPairRow(chunk + start, chunk + end) || holdsGroupRow(chunk + start, chunk + end)) held |= HEX_PAIRS;
      if (holdsNumberRow(chunk + start, chunk + end)) held |= NUMBERS;
    }
  }
  return held;
}
