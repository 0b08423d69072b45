import { byteSet } from "../runs.js";
import { byteAt, decodedLength } from "./base64-regions.js";
import { VALUE } from "./base64-text.js";

export const EQUALS = 0x3d;
const PERCENT = 0x25;
const BACKSLASH = 0x5c;

/** Longest piece, and longest text between two, in bytes. */
export const LONGEST_PIECE = 512;
export const LONGEST_GAP = 64;

/** What stands between pieces: lines, members of a list, fields of a form or of an object. */
export const BETWEEN: Uint8Array = byteSet(" \t\r\n\"'`+.,;:&|\\()[]{}=<>");
/** Letters of escapes for line breaks and tabs. */
export const CONTROL_LETTERS: Uint8Array = byteSet("nrt");

/** One piece: its characters are `[start, end)`, and what pads them ends at `after`. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly after: number;
}

/** Place after one sign of padding at `at`, as itself or percent-encoded, or `at`. */
function padEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === EQUALS) return at + 1;
  const isCode = bytes[at] === PERCENT && bytes[at + 1] === 0x33 && ((bytes[at + 2] ?? 0) | 0x20) === 0x64;
  return isCode ? at + 3 : at;
}

/** The piece that begins at `start`, if its characters and their padding are whole groups of four that decode to printable ASCII. */
export function pieceAt(bytes: Buffer, start: number): Piece | undefined {
  const last = Math.min(bytes.length, start + LONGEST_PIECE);
  let end = start;
  while (end < last && VALUE[bytes[end]!]! >= 0) end++;
  if (end === last && end < bytes.length) return undefined;
  const pads = (4 - ((end - start) % 4)) % 4;
  if (end === start || pads === 3) return undefined;
  let after = end;
  for (let i = 0; i < pads; i++) {
    const next = padEnd(bytes, after);
    if (next === after) return undefined;
    after = next;
  }
  // What is padded any further is a name and its sign.
  return padEnd(bytes, after) === after && isPrintable(bytes, start, end) ? { start, end, after } : undefined;
}

function isPrintable(bytes: Buffer, start: number, end: number): boolean {
  for (let i = decodedLength(end - start) - 1; i >= 0; i--) {
    const byte = byteAt(bytes, start, i);
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

/** Shorter pieces without padding are words of every query. */
const LEAST_BARE = 6;

/** The piece that begins at `start` without its padding: the bits that none of its bytes has are zero. */
export function barePieceAt(bytes: Buffer, start: number): Piece | undefined {
  const last = Math.min(bytes.length, start + LONGEST_PIECE);
  let end = start;
  while (end < last && VALUE[bytes[end]!]! >= 0) end++;
  if (end - start < LEAST_BARE || (end === last && end < bytes.length) || padEnd(bytes, end) > end) return undefined;
  const pads = (4 - ((end - start) % 4)) % 4;
  const spare = pads === 0 ? 0 : VALUE[bytes[end - 1]!]! & (pads === 1 ? 0x3 : 0xf);
  return pads === 3 || spare !== 0 || !isPrintable(bytes, start, end) ? undefined : { start, end, after: end };
}

/** The piece behind one that ends at `from`: what stands between them may name it. */
export function pieceAfter(bytes: Buffer, from: number, read: typeof pieceAt = pieceAt): Piece | undefined {
  const last = Math.min(bytes.length, from + LONGEST_GAP);
  for (let at = from; at < last; ) {
    const byte = bytes[at]!;
    if (BETWEEN[byte] === 1) at += byte === BACKSLASH && CONTROL_LETTERS[bytes[at + 1] ?? 0] === 1 ? 2 : 1;
    else if (at > from && isName(bytes, at)) at = nameEnd(bytes, at);
    else return read(bytes, at);
  }
  return undefined;
}

/** Place after the name at `at`: letters, digits and what else stands in names. */
function nameEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (end - at < LONGEST_GAP && VALUE[bytes[end] ?? 0]! >= 0) end++;
  return end;
}

/** Whether a word is the name of what follows, or of what is called on it: `name=`, `"name":`, `base64.decode(`. */
export function isName(bytes: Buffer, at: number): boolean {
  let end = nameEnd(bytes, at);
  if (end === at) return false;
  if (bytes[end] === EQUALS && bytes[at - 1] !== 0x22) return VALUE[bytes[end + 1] ?? 0]! >= 0;
  if (bytes[end] === 0x28 || (bytes[end] === 0x2e && VALUE[bytes[end + 1] ?? 0]! >= 0)) return true;
  while (bytes[end] === BACKSLASH || bytes[end] === 0x22) end++;
  while (bytes[end] === 0x20) end++;
  return bytes[end] === 0x3a;
}

/** Start of the word that ends at `end`: the letter of an escape before it is none of it. */
export function wordStart(bytes: Buffer, end: number): number {
  let start = end;
  while (end - start < LONGEST_PIECE && VALUE[bytes[start - 1] ?? 0]! >= 0) start--;
  return bytes[start - 1] === BACKSLASH && CONTROL_LETTERS[bytes[start] ?? 0] === 1 ? start + 1 : start;
}
