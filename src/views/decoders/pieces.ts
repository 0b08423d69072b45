import type { DecoderInput } from "../decoder.js";
import type { Traces } from "../traces.js";
import { ViewWriter } from "../writer.js";

/**
 * What the decoders share whose codes stand for a character each, anywhere in a text: percent-encoding, string escapes, entities,
 * invisible characters. Only the neighbourhood of a code is decoded, so that one code in a large text makes a small view.
 */
export interface CharacterCode {
  /** Place of the first code at or after `from` whose decoding can matter, or -1. */
  next(bytes: Buffer, from: number): number;
  /** Writes what `[from, to)` decodes to. */
  write(writer: ViewWriter, bytes: Buffer, from: number, to: number): void;
  /** Another reading of the piece `[from, to)`, emitted too. */
  other?(bytes: Buffer, from: number, to: number): CharacterCode | undefined;
  /** 1 for each byte that ends a piece, where `endsAt` agrees. */
  readonly stops: Uint8Array;
  /** Whether the stop byte at `at` really ends a piece; absent: always. */
  endsAt?(bytes: Buffer, at: number): boolean;
  /** A byte that every code begins with, where a stop byte near a code may be a character of what is encoded. */
  readonly mark?: number;
}

/** Bytes decoded on either side of a code: room for a secret of several words, and for the words next to it. */
const MARGIN = 256;

/** A piece goes on to the next blank, but no farther than this from a code: codes are denser in what is encoded. */
const FARTHEST = 4096;

/** Views shorter than this hold no secret: a known secret has at least 8 bytes. */
const LEAST = 8;

/** A stop byte ends no piece within so many bytes of a code on either side of it: only some characters of a text may be encoded. */
const NEAR = 24;

function isNearCode(bytes: Buffer, stop: number, mark: number): boolean {
  const end = Math.min(bytes.length, stop + NEAR);
  for (let at = stop + 1; at < end; at++) if (bytes[at] === mark) return true;
  return false;
}

const APOSTROPHE = 0x27;

/** Whether an apostrophe stands right behind a code of three bytes: URLs need not encode those, so that the literal that it opens is encoded too. */
function opensBehindCode(bytes: Buffer, stop: number, mark: number | undefined): boolean {
  return bytes[stop] === APOSTROPHE && mark !== undefined && bytes[stop - 3] === mark;
}

/** Emits a view of every piece of the input that holds a code. */
export function decodePieces(input: DecoderInput, code: CharacterCode): void {
  if (input.traces !== undefined && !decodeTraced(input, code, input.traces)) return;
  const { bytes } = input;
  let done = 0;
  let hit = code.next(bytes, 0);
  while (hit >= 0) {
    const start = pieceStart(bytes, done, hit, code);
    let end = pieceEnd(bytes, hit, code);
    // A code nearer than the margin to the piece's end is the next that can lengthen it.
    hit = code.next(bytes, Math.max(hit + 1, end - MARGIN));
    while (hit >= 0 && hit < end) {
      end = pieceEnd(bytes, hit, code, end);
      hit = code.next(bytes, Math.max(hit + 1, end - MARGIN));
    }
    if (end - start >= LEAST) {
      if (!emitPiece(input, code, start, end)) return;
      const other = code.other?.(bytes, start, end);
      if (other !== undefined && !emitPiece(input, other, start, end)) return;
    }
    done = end;
  }
}

/** Near what is known of a value, decodes every code, whatever it stands for and whatever ends a piece. */
function decodeTraced(input: DecoderInput, code: CharacterCode, { spans }: Traces): boolean {
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i]!;
    const to = spans[i + 1]!;
    if (!emitPiece(input, code, from, to)) return false;
    const other = code.other?.(input.bytes, from, to);
    if (other !== undefined && !emitPiece(input, other, from, to)) return false;
  }
  return true;
}

/** Decodes and emits `[from, to)`; `false` when the budget is spent. */
export function emitPiece(input: DecoderInput, code: CharacterCode, from: number, to: number): boolean {
  if (!input.budget.spendView(to - from, input.chain.length)) return false;
  const writer = new ViewWriter(input.bytes, to - from);
  code.write(writer, input.bytes, from, to);
  if (writer.length >= LEAST) input.emit(writer.finish());
  return true;
}

/** Start of the piece round `hit`: after a stop byte, or the first blank more than the margin away. */
function pieceStart(bytes: Buffer, low: number, hit: number, code: CharacterCode): number {
  const margin = hit - MARGIN;
  const farthest = Math.max(low, hit - FARTHEST);
  let at = code.mark === undefined ? hit : Math.max(low, hit - NEAR);
  while (at > farthest) {
    const byte = bytes[at - 1]!;
    if (at <= margin && byte <= 0x20) break;
    if (code.stops[byte] === 1 && (code.endsAt === undefined || code.endsAt(bytes, at - 1))) break;
    at--;
  }
  return at;
}

/** End of the piece round `hit`: at a stop byte, or the first blank more than the margin away. `known`: no stop lies before it. */
function pieceEnd(bytes: Buffer, hit: number, code: CharacterCode, known: number = hit + 1): number {
  const margin = hit + MARGIN;
  const farthest = Math.min(bytes.length, hit + FARTHEST);
  let at = known;
  let opened = -1;
  while (at < farthest) {
    const byte = bytes[at]!;
    if (at >= margin && byte <= 0x20) break;
    if (code.stops[byte] === 1 && (code.endsAt === undefined || code.endsAt(bytes, at))) {
      if (byte === opened) return at + 1;
      if (opensBehindCode(bytes, at, code.mark)) opened = byte;
      else if (code.mark === undefined || !isNearCode(bytes, at, code.mark)) break;
    }
    at++;
  }
  return at;
}
