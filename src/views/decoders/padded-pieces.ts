import type { Decoder, DecoderInput } from "../decoder.js";
import { ViewWriter } from "../writer.js";
import {
  BETWEEN,
  barePieceAt,
  EQUALS,
  isName,
  LONGEST_GAP,
  LONGEST_PIECE,
  type Piece,
  pieceAfter,
  pieceAt,
  wordStart,
} from "./base64-pieces.js";
import { byteAt, decodedLength } from "./base64-regions.js";

/** Fewest bytes that the pieces have together, as a secret has. */
const LEAST = 12;

/** The pieces of the fields from `start` on, if the ends of those before the last tell them from base64 that was cut. */
function barePieces(bytes: Buffer, start: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let next = barePieceAt(bytes, start); next !== undefined; next = pieceAfter(bytes, next.after, barePieceAt))
    pieces.push(next);
  return pieces.slice(0, -1).some(({ start, end }) => (end - start) % 4 !== 0) ? pieces : NONE;
}

const NONE: readonly Piece[] = [];

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
    if (piece === undefined) {
      const bare = barePieces(bytes, at + 1);
      if (bare.length < 2) continue;
      done = bare.at(-1)!.after;
      if (!emit(input, bare)) return;
      continue;
    }
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
 * Base64 that was made piece by piece, each with its own padding: of lines, the members of a list, the fields of a form or of an object; in
 * fields of a query without their padding too. Base64 reads on over no padding, and over no bits of a piece's own end.
 */
export const paddedPieces: Decoder = {
  name: "padded-pieces",
  tellTales: "=",
  decode,
  examples: [
    { encoded: '["Z2hwX2E=","YmNkZWZnaA==","aWprbA=="]', contains: "ghp_abcdefghijkl" },
    { encoded: "Z2hwX2E=\nYmNkZWZnaA==\naWprbA==\n", contains: "ghp_abcdefghijkl" },
    { encoded: "p1=Z2hw&p2=X2FiYw%3D%3D&p3=ZGVmZ2hpamts&x=1", contains: "ghp_abcdefghijkl" },
    { encoded: "p1=Z2hwX2FiYw&p2=ZGVmZ2hpag&p3=a2xtbm9wcQ", contains: "ghp_abcdefghijklmnopq" },
    { encoded: '{"a":"Z2hwX2E=","b":"YmNkZWZnaA==","c":"aWprbA=="}', contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    '["uIdSfIcrdAqFTYSM9jrb5Q==","diJ52ZkvKANoh3vZSkbKAg=="]',
    "name=value&other=more&last=one",
    "session=abcdefgh&user=somebody&state=Y2FuY2Vs&scope=openid",
    "page=welcome&sort=descending&filter=archived&view=calendar",
    'export FOO="bar1"; export ABC=abcd; a==b',
  ],
};
