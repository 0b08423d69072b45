import { indexOfAny } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { emitTexts, isConcatenation } from "./string-texts.js";

const BACKSLASH = 0x5c;

/** What a literal on one line is made of; NULs stand in UTF-16. */
export const LITERAL: Uint8Array = new Uint8Array(256).fill(1, 0x20, 0x7f).fill(1, 0x80);
LITERAL[0] = 1;
for (const quote of Buffer.from("\"'`")) LITERAL[quote] = 0;
const BLANK = 0x20;

export const QUOTE: Uint8Array = byteSet("\"'`");
/** What stands between literals that are joined: "a" + "b", 'a' . 'b', "a" "b", ["a", "b"], "a" \ newline "b", "a" & "b". */
export const BETWEEN: Uint8Array = byteSet(" \t\r\n+.,&|\\()");

/** Longest distance between two literals, and longest literal, in bytes; a piece of a token is short. */
const LONGEST_GAP = 64;
const LONGEST_PIECE = 128;

/** Letters of escaped blanks: code in a JSON string has its line breaks so. */
const ESCAPED_BLANKS: Uint8Array = byteSet("nrt");

/** Place of the quote that opens the literal after the one which ends at `from`, or -1. Escapes before a quote belong to it. */
function nextLiteral(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && at - from < LONGEST_GAP) {
    const isBlank = ESCAPED_BLANKS[bytes[at]!] === 1 && bytes[at - 1] === BACKSLASH;
    if (BETWEEN[bytes[at]!] === 0 && !isBlank) break;
    at++;
  }
  return QUOTE[bytes[at] ?? 0] === 1 ? at : -1;
}

/** Place after the text of the literal opened at `open`, before the backslashes of its closing quote; -1 when it is closed nowhere near. */
function literalEnd(bytes: Buffer, open: number): number {
  let at = open + 1;
  while (at < bytes.length && at - open <= LONGEST_PIECE && LITERAL[bytes[at]!] === 1) at++;
  if (bytes[at] !== bytes[open]) return -1;
  while (bytes[at - 1] === BACKSLASH) at--;
  return at > open + 1 ? at : -1;
}

/** Place after the word with which the literal opened at `open` begins. */
function firstWordEnd(bytes: Buffer, open: number): number {
  let at = open + 1;
  while (at < bytes.length && at - open <= LONGEST_PIECE && LITERAL[bytes[at]!] === 1 && bytes[at] !== BLANK) at++;
  return at;
}

/** Whether the literal whose closing quote stands at or after `end` is a key: a colon or "=>" follows. */
function isKey(bytes: Buffer, end: number): boolean {
  let at = end;
  while (bytes[at] === BACKSLASH) at++;
  at++;
  while (bytes[at] === 0x20) at++;
  return bytes[at] === 0x3a || (bytes[at] === 0x3d && bytes[at + 1] === 0x3e);
}

/** Whether the literal opened at `open` is a key of one word, as in most of JSON: nothing is joined with it. */
function opensKey(bytes: Buffer, open: number): boolean {
  const end = literalEnd(bytes, open);
  if (end < 0 || !isKey(bytes, end)) return false;
  for (let at = open + 1; at < end; at++) if (bytes[at] === BLANK) return false;
  return true;
}

/**
 * Collects what meets where the literals from the one opened at `open` are joined, as pairs of start and end. Literals that a language
 * joins are taken whole; of the members of a list, the last word of the first, then whole ones, up to the first word of one with blanks.
 * Gives the place after them.
 */
function collect(bytes: Buffer, open: number, spans: number[]): number {
  let at = open;
  let isJoined = false;
  for (let next = open; next >= 0; ) {
    const start = next + 1;
    const end = literalEnd(bytes, next);
    if (end >= 0 && isKey(bytes, end)) break;
    // A blank by itself is one character of a text that was cut into characters.
    const blank = end <= start + 1 ? -1 : bytes.subarray(start, end).lastIndexOf(BLANK);
    if (end < 0 || (blank >= 0 && spans.length > 0 && !isJoined)) {
      const wordEnd = firstWordEnd(bytes, next);
      if (spans.length > 0 && wordEnd > start) spans.push(start, wordEnd);
      break;
    }
    at = end;
    while (bytes[at] === BACKSLASH) at++;
    at++;
    next = nextLiteral(bytes, at);
    const joinsNext = next >= 0 && isConcatenation(bytes, at, next);
    spans.push(isJoined || joinsNext ? start : start + blank + 1, end);
    if (blank >= 0 && !joinsNext && spans.length > 2) break;
    isJoined = joinsNext;
  }
  return at;
}

const BACKQUOTE = 0x60;

/**
 * Whether the pieces are names in a list of a text in Markdown: between backquotes, of which a language has no lists to speak of, and
 * without the digits that a secret has.
 */
function areNames(bytes: Buffer, spans: readonly number[]): boolean {
  for (let i = 0; i < spans.length; i += 2) {
    if (bytes[spans[i]! - 1] !== BACKQUOTE && bytes[spans[i + 1]!] !== BACKQUOTE) return false;
    for (let at = spans[i]!; at < spans[i + 1]!; at++) if (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) return false;
  }
  return true;
}

/** Place of the quote that opens the piece which the quote at `close` closes, or -1 when it closes none. */
function openingOf(bytes: Buffer, close: number, low: number): number {
  let at = close;
  while (at > low && bytes[at - 1] === BACKSLASH) at--;
  const end = at;
  while (at > low && end - at <= LONGEST_PIECE && LITERAL[bytes[at - 1]!] === 1) at--;
  return at > low && at < end && bytes[at - 1] === bytes[close] ? at - 1 : -1;
}

/** Whether another literal opens behind the quote at `at` that is no key. */
function isSeam(bytes: Buffer, at: number): boolean {
  const after = bytes[at + 1]!;
  if (BETWEEN[after] === 0 && QUOTE[after] === 0) return false;
  const next = nextLiteral(bytes, at + 1);
  return next >= 0 && LITERAL[bytes[next + 1] ?? 0] === 1 && !opensKey(bytes, next);
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  const { seams } = input.index;
  const spans: number[] = [];
  let done = 0;
  let index = 0;
  const nextFrom = (from: number): number => {
    if (seams === undefined) return indexOfAny(bytes, QUOTE, from);
    while (index < seams.length && seams[index]! < from) index++;
    return seams[index] ?? bytes.length;
  };
  for (let at = nextFrom(1); at + 2 < bytes.length; at = nextFrom(at + 1)) {
    if (!isSeam(bytes, at)) continue;
    const open = openingOf(bytes, at, done);
    if (open < 0) continue;
    spans.length = 0;
    const end = collect(bytes, open, spans);
    if (spans.length < 4 || (input.traces === undefined && areNames(bytes, spans))) continue;
    if (!emitTexts(input, spans)) return;
    done = end;
    at = end - 1;
  }
}

/** String literals without blanks that stand side by side, joined: in code ("abc" + "def") and in arrays. Keys are left out. */
export const stringPieces: Decoder = {
  name: "string-pieces",
  tellTales: "\"'`",
  decode,
  examples: [
    { encoded: 'x = "ghp_" + "abcdef" + "ghijkl"', contains: "ghp_abcdefghijkl" },
    { encoded: "x = 'ghp_' . 'abcdef' . 'ghijkl';", contains: "ghp_abcdefghijkl" },
    { encoded: 'f("ghp_abc"\n    "defghijkl")', contains: "ghp_abcdefghijkl" },
    { encoded: '{"k":["ghp_abc","def","ghijkl"]}', contains: "ghp_abcdefghijkl" },
    { encoded: '{\\"k\\":[\\"ghp_abc\\", \\"def\\", \\"ghijkl\\"]}', contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    '{"role":"user","content":"hello","n":1}',
    '"some words" + "and more words"',
    "it's John's and Mary's",
    '["a","b","c"]',
    '["uIdSfIcrdAqFTYSM9jrb5Q==","diJ52ZkvKANoh3vZSkbKAg==","yQj7EEnMkhHdExlUrKxStQ=="]',
  ],
};
