/** Windows of four bytes, by which fixed strings are looked for two bytes at a time: see `PairFinder`, and finder.h, which does the same. */

/** One of the strings to find. */
export interface FinderString {
  /** In lower case. */
  readonly text: Uint8Array;
  /** In which case each of its bytes, if it is a letter, counts; undefined: all in both. */
  readonly cases: readonly LetterCases[] | undefined;
}

/** Whether a letter counts in lower case, and in upper case. */
export interface LetterCases {
  readonly lower: boolean;
  readonly upper: boolean;
}

/** Four bytes of a string that stand in two pairs: they begin `offset` places into it, or before it or end behind it. */
export interface Window {
  readonly string: number;
  readonly offset: number;
  /** Which bytes each of its places can have. */
  readonly bytes: readonly (readonly number[])[];
}

/** Bits of a table's entry. */
const BUCKETS = 32;
const WINDOW_LENGTH = 4;

/** The rarest window of a string that starts at an even (`parity` 0) or odd place of it. */
export function windowOf({ text, cases }: FinderString, string: number, parity: 0 | 1): Window {
  let offset = -parity;
  let least = frequencyOf(text, offset);
  for (let other = offset + 2; other < text.length - 1; other += 2) {
    const frequency = frequencyOf(text, other);
    if (frequency >= least) continue;
    offset = other;
    least = frequency;
  }
  const places = [offset, offset + 1, offset + 2, offset + 3];
  return { string, offset, bytes: places.map((place) => bytesOf(text[place], cases?.[place])) };
}

/**
 * Deals the windows out to the buckets: by which of their bytes can be anything, because one such would let pass what the others of its
 * bucket do not; and in the order of their bytes, so that those which begin alike share a bucket and few pairs have many bits.
 */
export function bucketsOf(windows: readonly Window[]): readonly (readonly Window[])[] {
  const kinds = new Map<number, Ordered[]>();
  for (const window of windows) {
    let kind = 0;
    for (const bytes of window.bytes) kind = 2 * kind + (bytes === ALL ? 1 : 0);
    const ordered = { window, order: orderOf(window) };
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [ordered]);
    else list.push(ordered);
  }
  const left = BUCKETS - kinds.size;
  return [...kinds.values()].flatMap((list) => {
    const shares = 1 + Math.floor((left * list.length) / windows.length);
    const size = Math.ceil(list.length / shares);
    const sorted = list.sort((one, other) => one.order - other.order).map(({ window }) => window);
    return Array.from({ length: shares }, (_, i) => sorted.slice(i * size, (i + 1) * size));
  });
}

interface Ordered {
  readonly window: Window;
  readonly order: number;
}

/** The first byte that each of a window's places can have, as one number. */
function orderOf({ bytes }: Window): number {
  let order = 0;
  for (const [first] of bytes) order = order * 256 + first!;
  return order;
}

const ALL: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

const ALONE: readonly (readonly number[])[] = ALL.map((byte) => [byte]);
const BOTH: readonly (readonly number[])[] = ALL.map((byte) => [byte, byte - 0x20]);

/** The bytes that a place of a string can have; any before it and after it. */
function bytesOf(byte: number | undefined, cases: LetterCases | undefined): readonly number[] {
  if (byte === undefined) return ALL;
  const upper = byte - 0x20;
  if (byte < 0x61 || byte > 0x7a || cases?.upper === false) return ALONE[byte]!;
  return cases?.lower === false ? ALONE[upper]! : BOTH[byte]!;
}

/** Bytes of ordinary text from the most frequent on; all others are rarer. */
const FREQUENT = ' etaoinsrhldcumfgpwybvkxjzq0123456789"/,.-_';
const ANY = 1000;

/** For each byte, how frequent it is. */
const FREQUENCIES: Uint32Array = new Uint32Array(256).fill(1);
for (let rank = 0; rank < FREQUENT.length; rank++) FREQUENCIES[FREQUENT.charCodeAt(rank)] = FREQUENT.length + 1 - rank;

/** How frequent a window is, as far as its bytes tell. */
export function frequencyOf(text: Uint8Array, offset: number, length: number = WINDOW_LENGTH): number {
  let frequency = 1;
  for (let place = offset; place < offset + length; place++) {
    const byte = text[place];
    frequency *= byte === undefined ? ANY : FREQUENCIES[byte]!;
  }
  return frequency;
}
