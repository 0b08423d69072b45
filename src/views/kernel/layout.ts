/** Bytes of a chunk, and bytes after it that the kernel sees: as in text.h. */
export const CHUNK = 32_768;
export const AHEAD = 256;

/** Places of the numbers in `Kernel.results`, as in text.h. */
export const RUNS = 0;
export const SLASHES = 1;
export const QUOTES = 2;
export const TELLS = 3;
export const LEAD = 4;
export const LISTS = 5;
export const HITS = 6;
export const CANDIDATES = 7;
export const ROWS = 8;
export const HOLDS_WORDS = 9;

/** Bits of `results[LISTS]`, as in runs.h and rows.h. */
export const HEX_PAIRS = 1;
export const NUMBERS = 2;
export const DIGIT_GROUPS = 4;
