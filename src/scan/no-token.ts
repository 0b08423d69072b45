import { shareOfWords } from "../letter-pairs.js";
import { isNamedHash } from "./named-hash.js";
import type { Span } from "./view.js";
import { isWordByte } from "./word.js";

/** Random texts of 16 characters and more have so many of their letters in words less often than once in a hundred, longer ones never. */
const MOST_WORDS = 0.6;
const PLUS = 0x2b;

/** Whether what has the shape of an unmarked token, beside the words that tell it, is something else: a digest, an id, names, base64. */
export function isNoToken(bytes: Buffer, { start, end }: Span, words: readonly string[]): boolean {
  return (
    isNamedHash(bytes, start, end, words) ||
    goesOnBehindPlus(bytes, start - 1, -1) ||
    goesOnBehindPlus(bytes, end, 1) ||
    shareOfWords(bytes.toString("latin1", start, end)) >= MOST_WORDS
  );
}

/** Between letters and digits "+" stands in base64 alone: a piece of it is no token. */
function goesOnBehindPlus(bytes: Buffer, at: number, step: 1 | -1): boolean {
  return bytes[at] === PLUS && isWordByte(bytes[at + step] ?? 0);
}
