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
export const BUCKETS = 32;
const WINDOW_LENGTH = 4;

/** The rarest window of a string that starts at an even (`parity` 0) or odd place of it. */
export function windowOf({ text, cases }: FinderString, string: number, parity: 0 | 1): Window {
  let offset = -parity;
  for (let other = offset + 2; other < text.length - 1; other += 2) {
    if (frequencyOf(text, other) < frequencyOf(text, offset)) offset = other;
  }
  const places = [offset, offset + 1, offset + 2, offset + 3];
  return { string, offset, bytes: places.map((place) => bytesOf(text[place], cases?.[place])) };
}

/**
 * Deals the windows out to the buckets: by which of their bytes can be anything, because one such would let pass what the others of its
 * bucket do not; and in the order of their bytes, so that those which begin alike share a bucket and few pairs have many bits.
 */
export function bucketsOf(windows: readonly Window[]): readonly (readonly Window[])[] {
  const kinds = new Map<string, Window[]>();
  for (const window of windows) {
    const kind = window.bytes.map((bytes) => (bytes === ALL ? "*" : ".")).join("");
    kinds.set(kind, [...(kinds.get(kind) ?? []), window]);
  }
  const left = BUCKETS - kinds.size;
  return [...kinds.values()].flatMap((list) => {
    const shares = 1 + Math.floor((left * list.length) / windows.length);
    const size = Math.ceil(list.length / shares);
    list.sort((one, other) => orderOf(one) - orderOf(other));
    return Array.from({ length: shares }, (_, i) => list.slice(i * size, (i + 1) * size));
  });
}

/** The first byte that each of a window's places can have, as one number. */
function orderOf({ bytes }: Window): number {
  return bytes.reduce((order, [first]) => order * 256 + first!, 0);
}

export const ALL: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** The bytes that a place of a string can have; any before it and after it. */
function bytesOf(byte: number | undefined, cases: LetterCases | undefined): readonly number[] {
  if (byte === undefined) return ALL;
  if (byte < 0x61 || byte > 0x7a) return [byte];
  return [...(cases?.lower === false ? [] : [byte]), ...(cases?.upper === false ? [] : [byte - 0x20])];
}

/** Bytes of ordinary text from the most frequent on; all others are rarer. */
const FREQUENT = ' etaoinsrhldcumfgpwybvkxjzq0123456789"/,.-_';
const ANY = 1000;

/** How frequent a window is, as far as its bytes tell. */
function frequencyOf(text: Uint8Array, offset: number): number {
  let frequency = 1;
  for (let place = offset; place < offset + WINDOW_LENGTH; place++) {
    const byte = text[place];
    const rank = byte === undefined ? -1 : FREQUENT.indexOf(String.fromCharCode(byte));
    frequency *= byte === undefined ? ANY : rank < 0 ? 1 : FREQUENT.length + 1 - rank;
  }
  return frequency;
}
