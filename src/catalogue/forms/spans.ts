/** Where a value stands in a text's bytes, as offsets. */
export type Located = readonly [start: number, end: number];

/** A table of 256 that is 1 for each character of `characters`. */
export function byteTable(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

export const ALNUM: Uint8Array = byteTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

const NONE: readonly Located[] = [];

/** Every maximal span of at least `least` bytes of `table` in `[from, to)`: one byte in `least` is looked at, and its neighbours on a hit. */
export function spansOf(
  bytes: Uint8Array,
  table: Uint8Array,
  least: number,
  from = 0,
  to: number = bytes.length,
): readonly Located[] {
  let spans: Located[] | undefined;
  let low = from;
  for (let probe = low + least - 1; probe < to; probe = low + least - 1) {
    if (table[bytes[probe]!] === 0) {
      low = probe + 1;
      continue;
    }
    let start = probe;
    while (start > low && table[bytes[start - 1]!] === 1) start--;
    let end = probe + 1;
    while (end < to && table[bytes[end]!] === 1) end++;
    if (end - start >= least) {
      spans ??= [];
      spans.push([start, end]);
    }
    low = end;
  }
  return spans ?? NONE;
}

const ESCAPE_LETTERS: Uint8Array = byteTable("nrtbf");

/** Whether the letter at `at` is that of an escape, as it stands in JSON ("\\n"), and so none of the word behind it. */
export function isEscapeLetter(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 1] === 0x5c && ESCAPE_LETTERS[bytes[at]!] === 1;
}

/** Runs longer than this are data in base64, which is no place for a number that stands by itself. */
const LONGEST_RUN = 4096;

/** The stretches of letters and digits alone in a text's runs, of `least` to `most` bytes, that are not part of a longer one. */
export function wordsOf(bytes: Uint8Array, runs: readonly number[], least: number, most: number): readonly Located[] {
  let words: Located[] | undefined;
  for (let i = 0; i < runs.length; i += 2) {
    const to = runs[i + 1]!;
    if (to - runs[i]! > LONGEST_RUN) continue;
    for (let start = runs[i]! + (isEscapeLetter(bytes, runs[i]!) ? 1 : 0); to - start >= least; ) {
      let end = start;
      while (end < to && ALNUM[bytes[end]!] === 1) end++;
      if (end - start >= least && end - start <= most) {
        words ??= [];
        words.push([start, end]);
      }
      start = end + 1;
    }
  }
  return words ?? NONE;
}

/** Bytes as Latin-1, so that each is one character. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (bytes instanceof Buffer) return bytes.toString("latin1", start, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}
