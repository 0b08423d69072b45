import { indexOfAny } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { IS_BASE64, SHORTEST_LINE } from "./base64-lines.js";
import { codesEnd, found, pieceEnd, pieceStart, read, TOKEN } from "./control-pieces.js";
import { cutsToken } from "./cut-tokens.js";
import { emitJoined } from "./joined-pieces.js";

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;

const MARKS: Uint8Array = byteSet("%\\");

/** Words between which coded blanks stand have so many characters where a secret may be cut there. */
const LEAST_AT_BLANK = 16;

/** Lengths of the codes, in bytes, that end with what may be a character of a token. */
const CODE_LENGTHS = [2, 3, 4, 6];

/** Whether a token may go on behind codes at `at`: what stands before them is a character of one, and of no other code. */
function followsToken(bytes: Buffer, at: number): boolean {
  if (TOKEN[bytes[at - 1] ?? 0] === 0 || bytes[at - 2] === BACKSLASH) return false;
  return CODE_LENGTHS.every((length) => {
    if (MARKS[bytes[at - length] ?? 0] === 1) read(bytes, at - length);
    else found.length = 0;
    return found.length !== length;
  });
}

/** Whether `[from, to)` is letters, of which all but the first are small. */
function isSmallWord(bytes: Buffer, from: number, to: number): boolean {
  let at = from + 1;
  while (at < to && bytes[at]! >= 0x61 && bytes[at]! <= 0x7a) at++;
  const first = bytes[from]! | 0x20;
  return at >= to && first >= 0x61 && first <= 0x7a;
}

/** Whether `[from, to)` may be a word or a number: what stands between coded blanks nearly everywhere. Most are seen before a text is made. */
function isWord(bytes: Buffer, from: number, to: number): boolean {
  return isSmallWord(bytes, from, to) || WORD_OR_NUMBER.test(bytes.toString("latin1", from, to));
}

const WORD_OR_NUMBER = /^(?:[A-Za-z]?[a-z]*|[A-Z]+|[0-9.-]+)[.:=-]*$/;

/** Pieces of fewer characters are no words. */
const SHORTEST_WORD = 3;

/** Start of the word that ends at `end`: no farther than is asked for. */
function wordStart(bytes: Buffer, end: number): number {
  let start = end;
  while (end - start < LEAST_AT_BLANK && TOKEN[bytes[start - 1] ?? 0] === 1) start--;
  return bytes[start - 1] === PERCENT ? Math.min(end, start + 2) : start;
}

/** Place after the name of a field with which `[start, end)` begins, where its value is a word: the name does not make it none. */
function afterName(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1] !== EQUALS) at--;
  return at > start && isSmallWord(bytes, at, end) ? at : start;
}

/** Whether one of the words beside a code from `from` to `to` is no word. */
function isBesideNoWord(bytes: Buffer, from: number, to: number): boolean {
  const start = afterName(bytes, wordStart(bytes, from), from);
  const end = pieceEnd(bytes, to);
  if (from - start < SHORTEST_WORD && end - to < SHORTEST_WORD) return true;
  return !(isWord(bytes, start, from) && isWord(bytes, to, end));
}

/** Whether what stands beside a coded blank is long, with what goes on behind it. `before`: characters that were joined before it. */
function isLong(bytes: Buffer, from: number, to: number, before: number): boolean {
  let length = Math.max(before, from - wordStart(bytes, from));
  for (let at = to; length < LEAST_AT_BLANK; ) {
    const end = pieceEnd(bytes, at);
    length += end - at;
    const next = codesEnd(bytes, end);
    if (length < LEAST_AT_BLANK && (next === end || !isBesideNoWord(bytes, end, next))) return false;
    at = next;
  }
  return true;
}

/** Whether a line of base64 ends at `at`: base64.ts reads it with the next. */
function endsLine(bytes: Buffer, at: number): boolean {
  let start = at;
  while (at - start < SHORTEST_LINE && IS_BASE64[bytes[start - 1] ?? 0] === 1) start--;
  return at - start === SHORTEST_LINE;
}

/** A setting with its sign, at the start of a line: no token goes on with one. */
const SETTING = /^[A-Za-z_]+\\*["']?(?::[ \\\r\n]|=[^=\\"'&]|[ ]=[ ])/;
const LONGEST_SETTING = 40;

function beginsSetting(bytes: Buffer, at: number): boolean {
  return SETTING.test(bytes.toString("latin1", at, at + LONGEST_SETTING));
}

function letterAt(bytes: Buffer, slash: number): number {
  let at = slash;
  while (bytes[at] === BACKSLASH) at++;
  return at;
}

/** Place after codes at `at` that cut a token, or `at`. `before`: characters of it that were joined before. */
function cutEnd(bytes: Buffer, at: number, before: number): number {
  if (MARKS[bytes[at] ?? 0] === 0 || !followsToken(bytes, at)) return at;
  const end = codesEnd(bytes, at);
  const { isBlank, isLetter } = found;
  if (end === at || pieceEnd(bytes, end) === end) return at;
  if (isLetter)
    return !endsLine(bytes, at) && cutsToken(bytes, at, letterAt(bytes, at)) && !beginsSetting(bytes, end) ? end : at;
  return isBlank && !(isBesideNoWord(bytes, at, end) && isLong(bytes, at, end, before)) ? at : end;
}

/** Gives the first mark at or after a place, or the length: asked about later and later places. Backslashes that are known are not looked for. */
function marksOf({ bytes, index: { backslashes } }: DecoderInput): (from: number) => number {
  if (backslashes === undefined) return (from) => indexOfAny(bytes, MARKS, from);
  let percent = -1;
  let known = -1;
  let slash = -1;
  return (from) => {
    if (percent < from) {
      percent = bytes.indexOf(PERCENT, from);
      if (percent < 0) percent = bytes.length;
    }
    // Each escape is come to once, at its first backslash.
    while (slash < from) {
      const last = backslashes[++known] ?? bytes.length;
      slash = last;
      while (slash > from && bytes[slash - 1] === BACKSLASH) slash--;
      if (bytes[from - 1] === BACKSLASH && slash === from) slash = -1;
      if (last === bytes.length) slash = last;
    }
    return Math.min(percent, slash);
  };
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  let done = 0;
  const nextFrom = marksOf(input);
  for (let at = nextFrom(1); at < bytes.length; at = nextFrom(Math.max(at + 1, done))) {
    let next = cutEnd(bytes, at, 0);
    if (next === at) continue;
    const spans = [pieceStart(bytes, at, done), at];
    let joined = 0;
    let isSpaced = false;
    for (let end = at; next > end; next = cutEnd(bytes, end, joined)) {
      codesEnd(bytes, end);
      isSpaced ||= found.isSpace;
      end = pieceEnd(bytes, next);
      spans.push(next, end);
      joined += end - next;
      done = end;
    }
    if (!emitJoined(input, spans, isSpaced)) return;
  }
}

/**
 * Words that nothing but codes of controls cuts, joined: who reads a URL or a string drops them, or takes them out. So too a coded blank
 * in what looks like no word.
 */
export const controlCodes: Decoder = {
  name: "control-codes",
  tellTales: "%\\",
  decode,
  examples: [
    { encoded: "/a/ghp_abcdef%09ghijkl/c", contains: "ghp_abcdefghijkl" },
    { encoded: "q=ghp_abcdef%0D%0aghijkl&x", contains: "ghp_abcdefghijkl" },
    { encoded: "q=ghp_abc1def%20ghijkl9&x", contains: "ghp_abc1defghijkl9" },
    { encoded: '{"a":"ghp_abc1\\u0009deF\\u0000ghijkl"}', contains: "ghp_abc1deFghijkl" },
    { encoded: '{"a":"\\nghp_abc1\\tde2F\\r\\nghi3jkl"}', contains: "ghp_abc1de2Fghi3jkl" },
  ],
  quiet: [
    "q=some%20words%20and%20more.%20And%0Aa%20line%201",
    "field_1=some%20words&field_12=questions%20here",
    '{"files":"src/views/pieces1.ts\\nsrc/views/pieces2.ts\\n\\tv2\\tlicense_number"}',
    '{"text":"one\\ntwo\\n\\tthree\\tfour"}',
    '"^\\\\d+\\\\t\\\\w{2}$"',
    "100%25 of%2Call",
  ],
};
