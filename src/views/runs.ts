/**
 * A credential is a run: nearly every token holds an unbroken run of at least 16 letters, digits and `+ / _ -`, and ordinary text
 * seldom does. Finding the runs first leaves a few per cent of the bytes to look at.
 */

/** Least length of a run, in bytes. */
export const RUN_LENGTH = 16;

/** 1 for the bytes that a run is made of: the alphabets of base64 and base64url (RFC 4648) without padding. */
export const RUN_BYTES: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-");

/** A table of 256 that is 1 for each character of `characters` (Latin-1). */
export function byteSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) set[characters.charCodeAt(i) & 0xff] = 1;
  return set;
}

/** Runs of one view in order, as pairs: start, end, start, end. */
export type Runs = readonly number[];

/**
 * Finds every maximal run of at least `RUN_LENGTH` bytes. Probes one byte in sixteen and walks back on a hit, as Boyer-Moore does:
 * each byte is read at most once walking back and once walking on.
 */
export function findRuns(bytes: Uint8Array): Runs {
  const runs: number[] = [];
  const length = bytes.length;
  let low = 0;
  let known = 0;
  let probe = RUN_LENGTH - 1;
  while (probe < length) {
    if (RUN_BYTES[bytes[probe]!] === 0) {
      low = probe + 1;
      known = low;
      probe = low + RUN_LENGTH - 1;
      continue;
    }
    let back = probe - 1;
    while (back >= known && RUN_BYTES[bytes[back]!] === 1) back--;
    if (back >= known) {
      low = back + 1;
      known = probe + 1;
      probe = low + RUN_LENGTH - 1;
      continue;
    }
    let end = probe + 1;
    while (end < length && RUN_BYTES[bytes[end]!] === 1) end++;
    runs.push(low, end);
    low = end + 1;
    known = low;
    probe = low + RUN_LENGTH - 1;
  }
  return runs;
}
