/* Runs, and pairs of hexadecimal digits. */
/* Runs that begin in the chunk, and what stands near any run of it. 16 bytes in a row fill a byte of the bits. */
static void findRuns(void) {
  int count = 0, done = BEFORE, searched = BEFORE;
  const v128_t full = wasm_i8x16_splat(-1);
  if (stretchEnd(runBits, BEFORE) > BEFORE) searched = findStarts(BEFORE, stretchEnd(runBits, BEFORE) + RUN_MARGIN);
  for (int at = (BEFORE - 64) / 8; at * 8 < limit; at += 16) {
    u32 found = wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load((u8 *)runBits + at), full));
    for (; found != 0; found &= found - 1) {
      int place = (at + __builtin_ctz(found)) * 8;
      if (place < done) continue;
      int start = stretchStart(runBits, place, BEFORE - 1), end = stretchEnd(runBits, place);
      done = end;
      if (start < BEFORE || end - start < RUN_LENGTH) continue;
      searched = findStarts(start - RUN_MARGIN > searched ? start - RUN_MARGIN : searched, end + RUN_MARGIN);
      if (start >= BEFORE + core) break;
      if (context.words.windows != 0 && isCandidate(start, end)) candidates[results[CANDIDATES]++] = count / 3;
      runs[count++] = start - BEFORE;
      runs[count++] = end - BEFORE;
      runs[count++] = usesOf(chunk + start, chunk + end);
    }
  }
  results[RUNS] = count;
}

/* Whether 35 bytes in a row can be pairs of hexadecimal digits with something between: they fill 16 bits of them. */
static int holdsPairs(void) {
  const v128_t full = wasm_i8x16_splat(-1);
  for (int at = (BEFORE - 64) / 8; at * 8 < limit; at += 16) {
    v128_t found = wasm_i16x8_eq(wasm_v128_load((u8 *)pairBits + at), full);
    for (u32 bits = wasm_i16x8_bitmask(found); bits != 0; bits &= bits - 1) {
      int place = at * 8 + __builtin_ctz(bits) * 16;
      int start = stretchStart(pairBits, place, chunk == text - BEFORE ? BEFORE : 0), end = stretchEnd(pairBits, place);
      if (end >= limit && more) return 1;
      if ((end > limit ? limit : end) - start >= 35) return 1;
    }
  }
  return 0;
}
