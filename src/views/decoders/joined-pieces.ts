import type { DecoderInput } from "../decoder.js";
import { leastOf } from "../traces.js";
import { ViewWriter } from "../writer.js";

const BLANK = 0x20;

/** Fewest characters that the joined pieces have, as a secret has. */
const LEAST = 12;

/** Pieces of so few bytes on average, and so many of them, are a text that was cut, and no sentences. */
const MANY_PIECES = 8;
const SMALL_PIECE = 12;

/**
 * Whether pieces, as pairs of start and end, may be those of a secret: where two meet there is a word of enough characters, or the pieces
 * are many and small.
 */
function isCutSmall(bytes: Buffer, spans: readonly number[]): boolean {
  let length = 0;
  let word = 0;
  let isSeam = false;
  for (let i = 0; i < spans.length; i += 2) {
    length += spans[i + 1]! - spans[i]!;
    for (let at = spans[i]!; at < spans[i + 1]!; at++) {
      if (bytes[at] === BLANK) {
        word = 0;
        isSeam = false;
      } else if (++word >= LEAST && isSeam) return true;
    }
    isSeam = word > 0;
  }
  return spans.length >= 2 * MANY_PIECES && length <= (spans.length / 2) * SMALL_PIECE;
}

/**
 * Emits what pieces, as pairs of start and end, make where what stands between them is taken away. `stoodApart`: each may be a text of its
 * own. `false`: the budget is spent.
 */
export function emitJoined(input: DecoderInput, spans: readonly number[], stoodApart = true): boolean {
  let length = 0;
  for (let i = 0; i < spans.length; i += 2) length += spans[i + 1]! - spans[i]!;
  if (length < leastOf(input.traces, LEAST) || (input.traces === undefined && !isCutSmall(input.bytes, spans)))
    return true;
  if (!input.budget.spendView(length, input.chain.length)) return false;
  const writer = new ViewWriter(input.bytes, length);
  const pieces: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    pieces.push(writer.length);
    writer.copy(spans[i]!, spans[i + 1]!);
  }
  input.emit(stoodApart ? { ...writer.finish(), pieces } : writer.finish());
  return true;
}
