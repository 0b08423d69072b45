import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { ViewWriter } from "../writer.js";
import { byteAt, decodedLength } from "./base64-regions.js";
import { VALUE } from "./base64-text.js";

const EQUALS = 0x3d;
const PERCENT = 0x25;
const BACKSLASH = 0x5c;

/** Longest piece, and longest text between two, in bytes. */
const LONGEST_PIECE = 512;
const LONGEST_GAP = 64;

/** Fewest bytes that the pieces have together, as a secret has. */
const LEAST = 12;

/** What stands between pieces: lines, members of a list, fields of a form or of an object. */
const BETWEEN: Uint8Array = byteSet(" \t\r\n\"'`+.,;:&|\\()[]{}=<>");
const CONTROL_LETTERS: Uint8Array = byteSet("nrt");

/** One piece: its characters are `[start, end)`, and what pads them ends at `after`. */
interface Piece {
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
function pieceAt(bytes: Buffer, start: number): Piece | undefined {
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

/** The piece behind one that ends at `from`: what stands between them may name it. */
function pieceAfter(bytes: Buffer, from: number): Piece | undefined {
  const last = Math.min(bytes.length, from + LONGEST_GAP);
  for (let at = from; at < last; ) {
    const byte = bytes[at]!;
    if (BETWEEN[byte] === 1) at += byte === BACKSLASH && CONTROL_LETTERS[bytes[at + 1] ?? 0] === 1 ? 2 : 1;
    else if (at > from && isName(bytes, at)) at = nameEnd(bytes, at);
    else return pieceAt(bytes, at);
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
function isName(bytes: Buffer, at: number): boolean {
  let end = nameEnd(bytes, at);
  if (end === at) return false;
  if (bytes[end] === EQUALS && bytes[at - 1] !== 0x22) return VALUE[bytes[end + 1] ?? 0]! >= 0;
  if (bytes[end] === 0x28 || (bytes[end] === 0x2e && VALUE[bytes[end + 1] ?? 0]! >= 0)) return true;
  while (bytes[end] === BACKSLASH || bytes[end] === 0x22) end++;
  while (bytes[end] === 0x20) end++;
  return bytes[end] === 0x3a;
}

/** Start of the word that ends at `end`: the letter of an escape before it is none of it. */
function wordStart(bytes: Buffer, end: number): number {
  let start = end;
  while (end - start < LONGEST_PIECE && VALUE[bytes[start - 1] ?? 0]! >= 0) start--;
  return bytes[start - 1] === BACKSLASH && CONTROL_LETTERS[bytes[start] ?? 0] === 1 ? start + 1 : start;
}

/** The first piece of those which the one at `start` goes on from: these need no padding. */
function firstPiece(bytes: Buffer, start: number, low: number): number {
  let first = start;
  for (let at = start; at > low && start - at <= LONGEST_PIECE; ) {
    let end = at;
    while (end > low && at - end < LONGEST_GAP && BETWEEN[bytes[end - 1]!] === 1) end--;
    const begin = wordStart(bytes, end);
    if (begin === end || begin < low) break;
    at = begin;
    if (isName(bytes, begin)) continue;
    const piece = pieceAt(bytes, begin);
    if (piece === undefined || piece.after > first) break;
    first = begin;
  }
  return first;
}

/** Emits what the pieces decode to, one behind the other. `false`: the budget is spent. */
function emit(input: DecoderInput, pieces: readonly Piece[]): boolean {
  const { bytes } = input;
  const length = pieces.reduce((sum, { start, end }) => sum + decodedLength(end - start), 0);
  if (pieces.length < 2 || length < LEAST) return true;
  if (!input.budget.spendView(length, input.chain.length)) return false;
  const writer = new ViewWriter(bytes, length);
  const starts: number[] = [];
  for (const { start, end } of pieces) {
    starts.push(writer.length);
    for (let i = 0; i < decodedLength(end - start); i++) {
      const at = start + (((i * 4) / 3) | 0);
      writer.byte(byteAt(bytes, start, i), at, at + 2);
    }
  }
  input.emit({ ...writer.finish(), pieces: starts });
  return true;
}

/** Gives the first sign of padding at or after a place, or the length: asked about later and later places. */
function padsOf({ bytes }: DecoderInput): (from: number) => number {
  const next = [EQUALS, "%3"].map((sign) => {
    let at = -1;
    return (from: number): number => {
      if (at < from) at = bytes.indexOf(sign, from);
      if (at < 0) at = bytes.length;
      return at;
    };
  });
  return (from) => Math.min(next[0]!(from), next[1]!(from));
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  const nextFrom = padsOf(input);
  let done = 0;
  for (let at = nextFrom(2); at < bytes.length; at = nextFrom(Math.max(at + 1, done))) {
    const start = wordStart(bytes, at);
    const piece = start < at && start >= done ? pieceAt(bytes, start) : undefined;
    if (piece === undefined) continue;
    const pieces: Piece[] = [];
    for (
      let next = pieceAt(bytes, firstPiece(bytes, start, done));
      next !== undefined;
      next = pieceAfter(bytes, next.after)
    )
      pieces.push(next);
    done = pieces.at(-1)!.after;
    if (!emit(input, pieces)) return;
  }
}

/**
 * Base64 that was made piece by piece, each with its own padding: of lines, the members of a list, the fields of a form or of an object.
 * Base64 reads on over no padding.
 */
export const paddedPieces: Decoder = {
  name: "padded-pieces",
  tellTales: "=",
  decode,
  examples: [
    { encoded: '["Z2hwX2E=","YmNkZWZnaA==","aWprbA=="]', contains: "ghp_abcdefghijkl" },
    { encoded: "Z2hwX2E=\nYmNkZWZnaA==\naWprbA==\n", contains: "ghp_abcdefghijkl" },
    { encoded: "p1=Z2hw&p2=X2FiYw%3D%3D&p3=ZGVmZ2hpamts&x=1", contains: "ghp_abcdefghijkl" },
    { encoded: '{"a":"Z2hwX2E=","b":"YmNkZWZnaA==","c":"aWprbA=="}', contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    '["uIdSfIcrdAqFTYSM9jrb5Q==","diJ52ZkvKANoh3vZSkbKAg=="]',
    "name=value&other=more&last=one",
    'export FOO="bar1"; export ABC=abcd; a==b',
  ],
};
