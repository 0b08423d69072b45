import { byteSet } from "../runs.js";

const BACKSLASH = 0x5c;

/** Letters of the escapes that stand for controls, of which the words of every text are kept apart. */
export const CONTROL_LETTERS: Uint8Array = byteSet("bfnrtv");

/** Bytes that are looked at on either side of such an escape. */
const WINDOW = 40;

/** Fewest characters on both sides of it, and changes between letters and digits in them, of what may be a token that was cut. */
const LEAST = 16;
const LEAST_CHANGES = 2;

const OTHER = 1;
const LETTER = 2;
const DIGIT = 3;

/** What each byte is in a token; 0: in none. */
const KINDS = new Uint8Array(256);
for (const byte of Buffer.from("+/_-")) KINDS[byte] = OTHER;
for (const byte of Buffer.from("0123456789")) KINDS[byte] = DIGIT;
for (const byte of Buffer.from("abcdefghijklmnopqrstuvwxyz")) KINDS[byte] = KINDS[byte - 32] = LETTER;

/** Reused by every call: a scan is synchronous. */
const tally = { length: 0, changes: 0 };

/** Counts what goes on behind an escape, over others like it. */
function countAfter(bytes: Buffer, from: number): void {
  const end = Math.min(bytes.length, from + WINDOW);
  let last = OTHER;
  for (let at = from; at < end; at++) {
    if (bytes[at] === BACKSLASH) {
      while (at + 1 < end && bytes[at] === BACKSLASH) at++;
      if (CONTROL_LETTERS[bytes[at]!] === 0) return;
      last = OTHER;
    } else {
      const kind = KINDS[bytes[at]!]!;
      if (kind === 0) return;
      count(kind, last);
      last = kind;
    }
  }
}

/** The same for what stands before it. */
function countBefore(bytes: Buffer, to: number): void {
  const start = Math.max(0, to - WINDOW);
  let last = OTHER;
  for (let at = to - 1; at >= start; at--) {
    const kind = KINDS[bytes[at]!]!;
    if (kind === 0) return;
    if (bytes[at - 1] === BACKSLASH) {
      if (CONTROL_LETTERS[bytes[at]!] === 0) return;
      while (at > start && bytes[at - 1] === BACKSLASH) at--;
      last = OTHER;
    } else {
      count(kind, last);
      last = kind;
    }
  }
}

function count(kind: number, last: number): void {
  tally.length++;
  if (kind + last === LETTER + DIGIT) tally.changes++;
}

/**
 * Whether the escape of a control by a letter (\n, \t), whose backslashes are `[first, letter)`, may cut a token: what stands beside it
 * looks like no words, as those do between which nearly all of them stand.
 */
export function cutsToken(bytes: Buffer, first: number, letter: number): boolean {
  tally.length = tally.changes = 0;
  countAfter(bytes, letter + 1);
  const { length } = tally;
  if (length === 0) return false;
  countBefore(bytes, first);
  return tally.length > length && tally.length >= LEAST && tally.changes >= LEAST_CHANGES;
}
