import { HEX_VALUE, hexPair, hexQuad, indexOfByte, isHighSurrogate, isLowSurrogate, surrogatePair } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { canMatter } from "./folding.js";
import { type CharacterCode, decodePieces, emitPiece } from "./pieces.js";

const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** What the one-letter escapes stand for in JSON (RFC 8259, section 7), C, JavaScript, Python; 0 for every other byte. */
const CONTROLS = new Uint8Array(256);
for (const [letter, value] of Object.entries({ b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 })) {
  CONTROLS[letter.charCodeAt(0)] = value;
}

/** Escapes of one character that only break a text into words, so that decoding them joins nothing. */
export const BREAKS: Uint8Array = byteSet("bfnrtv\"'` ");

/** Letters whose escapes are classes in regular expressions (\d, \w): too common in code to decode for their own sake. */
export const CLASSES: Uint8Array = byteSet("dDwWsSBpPkKzZAQERG0");

/** A match that starts in an escape's digits or letter is cut wrongly: from this many run bytes on, the escape matters. */
export const WORD: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-");

interface Escape {
  /** Code point, or -1 for an escape that stands for nothing: a line break escaped to continue the line. */
  value: number;
  length: number;
  /** The value is a byte, as \\x and octal mean in C, shells and Python's bytes, not a code point. */
  isByte: boolean;
}

/** Reused by every call: a scan is synchronous. */
const found: Escape = { value: 0, length: 0, isByte: false };

const code: CharacterCode = {
  stops: byteSet("\"'\0"),
  endsAt: (bytes, at) => !isEscaped(bytes, at),
  next(bytes, from) {
    let at = indexOfByte(bytes, BACKSLASH, from);
    while (at >= 0) {
      let end = at + 1;
      while (bytes[end] === BACKSLASH) end++;
      if (matters(bytes, at, end)) return end - 1;
      at = indexOfByte(bytes, BACKSLASH, end + 1);
    }
    return -1;
  },
  write(writer, bytes, from, to) {
    let copied = from;
    let at = indexOfByte(bytes, BACKSLASH, from);
    while (at >= 0 && at < to) {
      readEscape(bytes, at);
      writer.copy(copied, at);
      const end = Math.min(to, at + found.length);
      if (found.isByte) writer.byte(found.value, at, end);
      else if (found.value >= 0) writer.codePoint(found.value, at, end);
      copied = end;
      at = indexOfByte(bytes, BACKSLASH, end);
    }
    writer.copy(copied, to);
  },
};

/** The same where the backslashes that can matter are known: the last of each escape, in order. Asked about later and later places. */
function codeAt(backslashes: readonly number[]): CharacterCode {
  let index = 0;
  return {
    ...code,
    next(bytes, from) {
      for (; index < backslashes.length; index++) {
        const last = backslashes[index]!;
        if (last < from) continue;
        let first = last;
        while (first > from && bytes[first - 1] === BACKSLASH) first--;
        if (matters(bytes, first, last + 1)) return last;
      }
      return -1;
    },
  };
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(bytes: Buffer, at: number): boolean {
  let count = 0;
  while (count < at && bytes[at - 1 - count] === BACKSLASH) count++;
  return count % 2 === 1;
}

/**
 * Whether the escape whose backslashes are `[first, end)` can make a token character or join two. Several backslashes are escapes
 * inside escapes (JSON in a JSON string): what counts is the character that the last of them stands before.
 */
function matters(bytes: Buffer, first: number, end: number): boolean {
  const letter = bytes[end];
  if (letter === undefined) return false;
  if (BREAKS[letter] === 1) return isBetweenPairs(bytes, first, end + 1);
  readEscape(bytes, end - 1);
  if (found.length > 2) {
    const to = end - 1 + found.length;
    if (found.value > 0 && found.value < 0x20)
      return startsWord(bytes, to) || isBetweenPairs(bytes, first, to) || isBetweenHex(bytes, first, to);
    return found.isByte || found.value < 0x7f || canMatter(found.value) || startsWord(bytes, end - 1 + found.length);
  }
  if (letter === 0x0a || letter === 0x0d || letter === 0x2f) return true;
  if (CLASSES[letter] === 1 || letter < 0x21 || letter > 0x7e) return false;
  return isWord(bytes[first - 1]) || isWord(bytes[end + 1]);
}

/** What stands round the pairs of a hexadecimal dump, with or without 0x before each. */
export const ROUND_PAIRS: Uint8Array = byteSet(" ,;:");
const FARTHEST_PAIR = 16;

/**
 * Whether the escape between `from` and `to` breaks a line between two pairs of hexadecimal digits: those of a dump are decoded together
 * only once its lines are lines.
 */
function isBetweenPairs(bytes: Buffer, from: number, to: number): boolean {
  let before = from;
  while (before > from - FARTHEST_PAIR && ROUND_PAIRS[bytes[before - 1] ?? 0] === 1) before--;
  if (before < 2 || hexPair(bytes, before - 2) < 0 || !mayPrecedePair(bytes, before - 3)) return false;
  let after = to;
  while (after < to + FARTHEST_PAIR && (ROUND_PAIRS[bytes[after] ?? 0] === 1 || isBreak(bytes, after))) {
    after += bytes[after] === BACKSLASH ? 2 : 1;
  }
  if (bytes[after] === 0x30 && ((bytes[after + 1] ?? 0) | 0x20) === 0x78) after += 2;
  return hexPair(bytes, after) >= 0 && !isWord(bytes[after + 2]);
}

/** Whether an escape stands between two lines of digits, of which the last may be short. */
function isBetweenHex(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from - WORD_LENGTH; at < from; at++) if (HEX_VALUE[bytes[at] ?? 0]! < 0) return false;
  return HEX_VALUE[bytes[to] ?? 0]! >= 0;
}

function isBreak(bytes: Buffer, at: number): boolean {
  return bytes[at] === BACKSLASH && BREAKS[bytes[at + 1] ?? 0] === 1;
}

/** No letter or digit but the x of 0x and the letter of an escape. */
function mayPrecedePair(bytes: Buffer, at: number): boolean {
  return !isWord(bytes[at]) || ((bytes[at]! | 0x20) === 0x78 && bytes[at - 1] === 0x30) || bytes[at - 1] === BACKSLASH;
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && WORD[byte] === 1;
}

/** Letters and digits in a row that are no word of a language. */
const WORD_LENGTH = 12;

function startsWord(bytes: Buffer, at: number): boolean {
  for (let i = 0; i < WORD_LENGTH; i++) if (!isWord(bytes[at + i])) return false;
  return true;
}

/** Reads the escape at `at` into `found`. */
function readEscape(bytes: Buffer, at: number): void {
  const letter = bytes[at + 1];
  found.length = 2;
  found.isByte = false;
  if (letter === undefined) {
    found.value = BACKSLASH;
    found.length = 1;
  } else if (letter === 0x75 || letter === 0x78 || letter === 0x55) {
    readHexadecimal(bytes, at, letter);
  } else if (letter >= 0x30 && letter <= 0x37) {
    readOctal(bytes, at);
  } else if (letter === 0x0a || letter === 0x0d) {
    found.value = -1;
    if (letter === 0x0d && bytes[at + 2] === 0x0a) found.length = 3;
  } else {
    found.value = CONTROLS[letter]! || letter;
    if (letter >= 0x80) {
      found.value = BACKSLASH;
      found.length = 1;
    }
  }
}

/** \uXXXX, \u{X...}, \UXXXXXXXX, \xXX, \x{X...}; without its digits, the letter itself. */
function readHexadecimal(bytes: Buffer, at: number, letter: number): void {
  found.value = letter;
  if (bytes[at + 2] === BRACE && letter !== 0x55) {
    readBraced(bytes, at);
  } else if (letter === 0x78) {
    take(hexPair(bytes, at + 2), 4);
    found.isByte = found.length === 4;
  } else if (letter === 0x55) {
    const high = hexQuad(bytes, at + 2);
    const low = hexQuad(bytes, at + 6);
    if (high >= 0 && low >= 0 && high <= 0x10) take(high * 0x10000 + low, 10);
  } else {
    const unit = hexQuad(bytes, at + 2);
    take(unit, 6);
    if (isHighSurrogate(unit) && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75) {
      const low = hexQuad(bytes, at + 8);
      if (isLowSurrogate(low)) take(surrogatePair(unit, low), 12);
    }
  }
}

function take(value: number, length: number): void {
  if (value < 0) return;
  found.value = value;
  found.length = length;
}

/** The code point between braces; at most eight digits. */
function readBraced(bytes: Buffer, at: number): void {
  let value = 0;
  for (let i = at + 3; i < at + 12; i++) {
    const digit = i < bytes.length ? HEX_VALUE[bytes[i]!]! : -1;
    if (digit >= 0) value = value * 16 + digit;
    else {
      if (bytes[i] === 0x7d && i > at + 3 && value <= 0x10ffff) take(value, i + 1 - at);
      return;
    }
  }
}

function readOctal(bytes: Buffer, at: number): void {
  let value = 0;
  let digits = 0;
  while (digits < 3) {
    const digit = (bytes[at + 1 + digits] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
    digits++;
  }
  found.value = value & 0xff;
  found.isByte = true;
  found.length = 1 + digits;
}

/**
 * Where a mark of a text with line breaks stands, even escapes that only break lines must be decoded, up to the end of its string. Marks
 * that follow each other in one string give one piece.
 */
function decodeMarked(input: DecoderInput): void {
  const { bytes, structuralHits } = input;
  let end = 0;
  for (let next = 0; next < structuralHits.length; ) {
    const start = markedStart(bytes, structuralHits[next]!, end);
    end = structuralHits[next]!;
    for (; next < structuralHits.length && structuralHits[next]! <= end; next += 3) {
      end = markedEnd(bytes, Math.max(end, structuralHits[next + 1]!), structuralHits[next + 2]!);
    }
    if (bytes.subarray(start, end).includes(BACKSLASH) && !emitPiece(input, code, start, end)) return;
  }
}

/** Bytes before a mark that can belong to its token: "-----BEGIN ENCRYPTED PRIVATE KEY" has its mark at the end. */
const BEFORE_MARK = 128;

function markedStart(bytes: Buffer, mark: number, low: number): number {
  const first = Math.max(low, mark - BEFORE_MARK);
  let at = mark;
  while (at > first && !(code.stops[bytes[at - 1]!] === 1 && !isEscaped(bytes, at - 1))) at--;
  return at;
}

function markedEnd(bytes: Buffer, from: number, limit: number): number {
  const last = Math.min(bytes.length, limit);
  let at = from;
  while (at < last && !(code.stops[bytes[at]!] === 1 && !isEscaped(bytes, at))) at++;
  return at;
}

/**
 * Backslash escapes of JSON strings, and of C, JavaScript, Python and shell strings beside them, in any text: strings need no quotes
 * round them. Escapes that only break words (\n, \t, \") make no view, so an ordinary chat body makes none.
 */
export const jsonString: Decoder = {
  name: "json-string",
  tellTales: "\\",
  decode(input: DecoderInput): void {
    const { backslashes } = input.index;
    decodePieces(input, backslashes === undefined ? code : codeAt(backslashes));
    decodeMarked(input);
  },
  examples: [
    { encoded: '{"a":"\\u0067\\u0068p_abcdef"}', contains: "ghp_abcdef" },
    { encoded: '{"a":"aHR0cHM6\\/\\/abc"}', contains: "aHR0cHM6//abc" },
    { encoded: "\\x67\\150p_abcdef\\x{67}\\u{000068}", contains: "ghp_abcdefgh" },
    { encoded: '{"a":"{\\"b\\":\\"\\\\u0067hp_\\"}"}', contains: '{"b":"\\u0067hp_"}' },
    { encoded: "ghp\\_abc\\\ndef12345", contains: "ghp_abcdef12345" },
    { encoded: "\\uD835\\uDC00\\U0001D400bcdefg", contains: "\xf0\x9d\x90\x80\xf0\x9d\x90\x80bcdefg" },
  ],
  quiet: [
    '{"text":"one\\ntwo\\n\\n\\"three\\"\\tfour"}',
    '{"arguments":"{\\"text\\":\\"one\\\\ntwo\\"}"}',
    '{"pattern":"^\\\\d+\\\\s\\\\w{2}$"}',
    "caf\\u00e9 \\u2014 \\u201cx\\u201d",
  ],
};
