/* What decoders can make of a run. */
static inline u32 groupAt(const u8 *at) {
  return (u32)tables.base64[at[0]] << 18 | (u32)tables.base64[at[1]] << 12 | (u32)tables.base64[at[2]] << 6 |
         (u32)tables.base64[at[3]];
}

static inline int kindsOf(const u8 *kind, u32 group) {
  return kind[group >> 16] << 4 | kind[group >> 8 & 0xff] << 2 | kind[group & 0xff];
}

static inline int isText(const u8 *base, const u8 *end, const u8 *at) {
  return at >= base && at + 4 <= end && tables.inOrder[kindsOf(tables.text, groupAt(at))];
}

/* As textRegions of base64-regions.ts begins: whether any of its probes succeeds. */
static int holdsBase64(const u8 *start, const u8 *end) {
  int step = end - start < 1024 ? 8 : 12;
  for (const u8 *base = start; base < start + 4; base++) {
    for (const u8 *at = base + step - 4; at + 4 <= end; at += step) {
      if (!tables.probes[kindsOf(tables.probe, groupAt(at))]) continue;
      int before = isText(base, end, at - 4), after = isText(base, end, at + 4);
      if (step == 8 || before + after != 1) {
        if (before + after > 0) return 1;
      } else if (isText(base, end, before ? at - 8 : at + 8)) return 1;
    }
  }
  return 0;
}

/* As compressedGroups of base64-compressed.ts begins. */
static int holdsCompressed(const u8 *start, const u8 *end) {
  int header = tables.base64[start[0]] << 10 | tables.base64[start[1]] << 4 | tables.base64[start[2]] >> 2;
  if ((header & 0x8f00) == 0x0800 && (header & 0x20) == 0 && header % 31 == 0) return 1;
  for (const u8 *at = start; at < end - 1; at += 16) {
    v128_t x = wasm_v128_load(at), y = wasm_v128_load(at + 1);
#define MARK(one, other) \
  wasm_v128_and(wasm_i8x16_eq(x, wasm_i8x16_splat(one)), wasm_i8x16_eq(y, wasm_i8x16_splat(other)))
    v128_t marks = wasm_v128_or(wasm_v128_or(MARK('4', 's'), MARK('L', 'C')), MARK('i', 'w'));
    int left = end - 1 - at;
    if ((wasm_i8x16_bitmask(marks) & (left < 16 ? (1 << left) - 1 : 0xffff)) != 0) return 1;
  }
  return 0;
}

/* Whether `least` bytes in a row are digits of base32 or hexadecimal: one in `least` is looked at, and from there back. */
static int holdsDigits(const u8 *digits, const u8 *start, const u8 *end, int least) {
  const u8 *low = start;
  for (const u8 *probe = low + least - 1; probe < end; probe = low + least - 1) {
    const u8 *at = probe;
    while (at >= low && digits[*at]) at--;
    if (at < low) return 1;
    low = at + 1;
  }
  return 0;
}

/* Whether a line break can follow the run that ends here, as itself or escaped: then the next line may continue it. */
static int isWrapped(const u8 *at, const u8 *stop) {
  while (at < stop && (*at == ' ' || *at == '\t')) at++;
  return at < stop ? *at == '\r' || *at == '\n' || *at == '\\' : more;
}

static int usesOf(const u8 *start, const u8 *end) {
  const u8 *stop = chunk + limit;
  if (end >= stop && more) return BASE64 | BASE32 | HEX;
  int uses = isWrapped(end, stop) || holdsBase64(start, end) || holdsCompressed(start, end) ? BASE64 : 0;
  if (end - start >= 20 && holdsDigits(tables.base32, start, end, 20)) uses |= BASE32;
  if (end - start >= 24 && holdsDigits(tables.hex, start, end, 24)) uses |= HEX;
  return uses;
}
