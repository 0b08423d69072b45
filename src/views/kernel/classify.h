/* A look at every byte. */
static inline u64 bitsOf(v128_t a, v128_t b, v128_t c, v128_t d) {
  return (u64)wasm_i8x16_bitmask(a) | (u64)wasm_i8x16_bitmask(b) << 16 | (u64)wasm_i8x16_bitmask(c) << 32 |
         (u64)wasm_i8x16_bitmask(d) << 48;
}

/* The classes A of bytes `[from, to)`, all together; at most 64. */
static u32 classesOf(int from, int to) {
  u32 told = 0;
  for (int at = from; at < to; at++) told |= tables.lowA[chunk[at] & 15] & tables.highA[chunk[at] >> 4];
  return told;
}

/* Reads every byte, and leaves a bit for each in the bit lists. Gives the classes A of all bytes of the chunk itself. */
static u32 classify(void) {
  const v128_t nibble = wasm_i8x16_splat(15);
  const v128_t lowA = wasm_v128_load(tables.lowA), highA = wasm_v128_load(tables.highA);
  const v128_t lowB = wasm_v128_load(tables.lowB), highB = wasm_v128_load(tables.highB);
  const v128_t letters = wasm_i8x16_splat(LETTERS), inRun = wasm_i8x16_splat(IN_RUN), zero = wasm_i8x16_splat(0);
  v128_t told = zero;
  const int first = BEFORE / 64, last = (BEFORE + core) / 64;
  int block = 0;
  for (; block * 64 < limit; block++) {
    v128_t run[4], seam[4], pair[4], quote[4], slash[4], letter[4], digit[4];
    v128_t here = zero;
#pragma unroll
    for (int i = 0; i < 4; i++) {
      v128_t x = wasm_v128_load(chunk + block * 64 + i * 16);
      v128_t low = wasm_v128_and(x, nibble), high = wasm_u8x16_shr(x, 4);
      v128_t a = wasm_v128_and(wasm_i8x16_swizzle(lowA, low), wasm_i8x16_swizzle(highA, high));
      v128_t b = wasm_v128_and(wasm_i8x16_swizzle(lowB, low), wasm_i8x16_swizzle(highB, high));
      here = wasm_v128_or(here, a);
      run[i] = wasm_i8x16_eq(wasm_v128_and(b, inRun), zero);
      seam[i] = wasm_u8x16_gt(b, inRun);
      pair[i] = wasm_i8x16_eq(wasm_v128_and(a, letters), zero);
      quote[i] = wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(x, wasm_i8x16_splat('"')), wasm_i8x16_eq(x, wasm_i8x16_splat('\''))),
                              wasm_i8x16_eq(x, wasm_i8x16_splat('`')));
      slash[i] = wasm_i8x16_eq(x, wasm_i8x16_splat('\\'));
      letter[i] = wasm_u8x16_lt(wasm_i8x16_sub(wasm_v128_or(x, wasm_i8x16_splat(0x20)), wasm_i8x16_splat('a')), wasm_i8x16_splat(26));
      digit[i] = wasm_u8x16_lt(wasm_i8x16_sub(x, wasm_i8x16_splat('0')), wasm_i8x16_splat(10));
    }
    if (block >= first && block < last) told = wasm_v128_or(told, here);
    runBits[block] = ~bitsOf(run[0], run[1], run[2], run[3]);
    seamBits[block] = bitsOf(seam[0], seam[1], seam[2], seam[3]);
    pairBits[block] = bitsOf(pair[0], pair[1], pair[2], pair[3]);
    quoteBits[block] = bitsOf(quote[0], quote[1], quote[2], quote[3]);
    slashBits[block] = bitsOf(slash[0], slash[1], slash[2], slash[3]);
    /* The letter of an escape ("\n") is none of a word. */
    u64 escaped = slashBits[block] << 1 | (block > 0 ? slashBits[block - 1] >> 63 : 0);
    letterBits[block] = bitsOf(letter[0], letter[1], letter[2], letter[3]) & ~escaped;
    digitBits[block] = bitsOf(digit[0], digit[1], digit[2], digit[3]);
  }
  /* What is not read is nothing. */
  const u64 read = limit & 63 ? (1ull << (limit & 63)) - 1 : ~0ull;
  runBits[block - 1] &= read, seamBits[block - 1] &= read, slashBits[block - 1] &= read, quoteBits[block - 1] &= read;
  letterBits[block - 1] &= read, digitBits[block - 1] &= read;
  letterBits[block] = digitBits[block] = digitBits[block + 1] = 0;
  runBits[block] = pairBits[block] = slashBits[block] = seamBits[block] = quoteBits[block] = 0;
  told = wasm_v128_or(told, wasm_i8x16_shuffle(told, told, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  u64 half = wasm_u64x2_extract_lane(told, 0);
  half |= half >> 32;
  half |= half >> 16;
  return ((half | half >> 8) & 0xff) | classesOf(last * 64, BEFORE + core);
}
