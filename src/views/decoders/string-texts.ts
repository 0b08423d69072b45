import type { DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { emitJoined } from "./joined-pieces.js";

/** What stands between the members of a list, and not between literals that a language joins. */
const OF_LISTS: Uint8Array = byteSet(",|()");

/** Whether what stands between two literals, from `from` to `to`, joins them: an operator, or nothing but blanks. */
export function isConcatenation(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (OF_LISTS[bytes[at]!] === 1) return false;
  return true;
}

const EQUALS = 0x3d;
const WHOLE_CODE = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/-]{10,}={1,2}$/;

/** Whether a member of a list is base64 to its padding: it may end a text that was cut, and no text goes on behind it. */
function isWholeCode(bytes: Buffer, start: number, end: number, next: number | undefined): boolean {
  if (bytes[end - 1] !== EQUALS || (end - start) % 4 !== 0) return false;
  if (next !== undefined && isConcatenation(bytes, end, next)) return false;
  return WHOLE_CODE.test(bytes.toString("latin1", start, end));
}

/** With what languages join literals. */
const OPERATORS: Uint8Array = byteSet("+.&");

/** Whether an operator stands between two literals, from `from` to `to`: then they are one text, and none is one of its own. */
function isOperation(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) if (OPERATORS[bytes[at]!] === 1) return isConcatenation(bytes, from, to);
  return false;
}

/** Most texts that operators join among the members of one list: in one of more, all are read as members alone. */
const MOST_TEXTS = 8;

/** Of pieces, those that operators join, as the ends of each text: there may be others between. */
function textsOf(bytes: Buffer, pieces: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const texts: (readonly [number, number])[] = [];
  let from = 0;
  for (let i = 2; i <= pieces.length; i += 2) {
    if (i < pieces.length && isOperation(bytes, pieces[i - 1]!, pieces[i]!)) continue;
    if (i - from > 2) texts.push([from, i]);
    from = i;
  }
  return texts;
}

/** Emits what some pieces make: those that operators join as one text, and all of them where there are others. */
function emitPieces(input: DecoderInput, pieces: readonly number[]): boolean {
  const texts = textsOf(input.bytes, pieces);
  for (const [from, to] of texts.length > MOST_TEXTS ? [] : texts) {
    if (!emitJoined(input, pieces.slice(from, to), false)) return false;
    if (to - from === pieces.length) return true;
  }
  return emitJoined(input, pieces);
}

/** Emits what the pieces make, up to each in which a text ends. */
export function emitTexts(input: DecoderInput, spans: readonly number[]): boolean {
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    if (i + 2 < spans.length && !isWholeCode(input.bytes, spans[i]!, spans[i + 1]!, spans[i + 2])) continue;
    if (i > from && !emitPieces(input, spans.slice(from, i + 2))) return false;
    from = i + 2;
  }
  return true;
}
