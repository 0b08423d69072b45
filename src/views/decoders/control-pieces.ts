import { hexPair, hexQuad } from "../bytes.js";
import { byteSet } from "../runs.js";
import { CONTROL_LETTERS } from "./cut-tokens.js";

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const BLANK = 0x20;
const SLASH = 0x2f;
const DELETE = 0x7f;
const BACKSPACE = 0x08;
const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;

/** Characters of tokens. */
export const TOKEN: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-.=~");
/** What stands before a token that a code cuts: its name too, and codes of other characters. */
const PIECE: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-.=~:@!*$%");

/** Longest piece of what is cut, in bytes, and longest text before the first. */
const LONGEST_PIECE = 256;

/** Reused by every call: a scan is synchronous. */
export const found = { length: 0, isBlank: false, isLetter: false, isSpace: false };

/** Reads the code of a control or a blank at `at` into `found`: %XX, or a string's escape, however often escaped; no length: none is there. */
export function read(bytes: Buffer, at: number): void {
  found.length = 0;
  if (bytes[at] === PERCENT) take(hexPair(bytes, at + 1), 3);
  else if (bytes[at] === BACKSLASH) readEscape(bytes, at);
}

function readEscape(bytes: Buffer, at: number): void {
  let letter = at + 1;
  while (bytes[letter] === BACKSLASH) letter++;
  const byte = bytes[letter];
  if (byte === undefined) return;
  if (byte === 0x75) take(hexQuad(bytes, letter + 1), letter + 5 - at);
  else if (byte === 0x78) take(hexPair(bytes, letter + 1), letter + 3 - at);
  else if (byte === 0x30 && !isDigit(bytes[letter + 1])) take(0, letter + 1 - at);
  else if (CONTROL_LETTERS[byte] === 1) {
    take(byte === 0x62 ? BACKSPACE : TAB, letter + 1 - at);
    found.isLetter = true;
  }
}

function take(value: number, length: number): void {
  if (value < 0 || (value > BLANK && value !== DELETE)) return;
  found.length = length;
  found.isBlank = value === BLANK;
  found.isSpace = value === BLANK || (value >= TAB && value <= CARRIAGE_RETURN);
  found.isLetter = false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Place after the codes at `at`, of which all are blanks, or letters, and one is white space, where `found` says so; `at` when there are none. */
export function codesEnd(bytes: Buffer, at: number): number {
  let end = at;
  let isBlank = true;
  let isLetter = true;
  let isSpace = false;
  for (read(bytes, end); found.length > 0; read(bytes, end)) {
    end += found.length;
    isBlank &&= found.isBlank;
    isLetter &&= found.isLetter;
    isSpace ||= found.isSpace;
  }
  found.isBlank = isBlank;
  found.isLetter = isLetter;
  found.isSpace = isSpace;
  return end;
}

/**
 * Place after the piece at `at`: what stands up to a byte that is in no token, or to a code of a control. In a URL, of which the codes are,
 * a slash ends a segment: one of a token is encoded.
 */
export function pieceEnd(bytes: Buffer, at: number): number {
  const last = Math.min(bytes.length, at + LONGEST_PIECE);
  const isUrl = bytes[at - 3] === PERCENT;
  let end = at;
  while (end < last) {
    const byte = bytes[end]!;
    if (byte === PERCENT) {
      const value = hexPair(bytes, end + 1);
      if (value < 0 || TOKEN[value] === 0) break;
      end += 3;
    } else if (byte === BACKSLASH) {
      const value = bytes[end + 1] === 0x75 ? hexQuad(bytes, end + 2) : -1;
      if (value < 0 || value > 0xff || TOKEN[value] === 0) break;
      end += 6;
    } else if (TOKEN[byte] === 0 || (isUrl && byte === SLASH)) break;
    else end++;
  }
  return end;
}

/** Start of the piece that ends at `end`: behind a code of a control or a blank, at the latest. */
export function pieceStart(bytes: Buffer, end: number, low: number): number {
  const first = Math.max(low, end - LONGEST_PIECE);
  let at = end;
  while (at > first && PIECE[bytes[at - 1]!] === 1) {
    at--;
    if (bytes[at] !== PERCENT) continue;
    read(bytes, at);
    if (found.length > 0) return Math.min(end, at + found.length);
  }
  if (bytes[at - 1] !== BACKSLASH) return at;
  read(bytes, at - 1);
  return Math.min(end, at - 1 + found.length);
}
