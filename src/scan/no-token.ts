import { shareOfWords } from "../letter-pairs.js";
import { isNamedHash } from "./named-hash.js";
import { pieceAt } from "./overlap.js";
import type { Span, View } from "./view.js";
import { isWordByte } from "./word.js";

/** Random texts of 16 characters and more have so many of their letters in words less often than once in a hundred, longer ones never. */
const MOST_WORDS = 0.6;
const PLUS = 0x2b;

/** Whether what has the shape of an unmarked token, beside the words that tell it, is something else: a digest, an id, names, base64. */
export function isNoToken(view: View, span: Span, words: readonly string[]): boolean {
  const { bytes } = view;
  const { start, end } = span;
  return (
    isNamedHash(bytes, start, end, words) ||
    isIdInPath(bytes, start, end) ||
    goesOnBehindPlus(bytes, start - 1, -1) ||
    goesOnBehindPlus(bytes, end, 1) ||
    shareOfWords(bytes.toString("latin1", start, end)) >= MOST_WORDS ||
    joinsWords(view, span)
  );
}

/** Between letters and digits "+" stands in base64 alone: a piece of it is no token. */
function goesOnBehindPlus(bytes: Buffer, at: number, step: 1 | -1): boolean {
  return bytes[at] === PLUS && isWordByte(bytes[at + step] ?? 0);
}

const SLASH = 0x2f;
const LONGEST_SEGMENT = 32;
/** The segment of a path before an id: it names many of a kind. Tokens stand behind "hooks", "tokens", "keys" and the like. */
const COLLECTION =
  /\/(?:service|project|user|account|team|version|(?![a-z_-]*(?:hook|token|secret|key|bot|auth|credential)s)[a-z][a-z_-]{2,}s)\/$/;

/** Whether it is a whole segment of a path, behind one that names many of a kind: "/services/…/version". */
function isIdInPath(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start - 1] !== SLASH || (end < bytes.length && isWordByte(bytes[end]!))) return false;
  return COLLECTION.test(bytes.toString("latin1", Math.max(0, start - LONGEST_SEGMENT), start));
}

/** A piece of fewer letters may be a word by chance. */
const SHORTEST_WORD = 5;

/** A token that is cut in two may be cut into a word. */
const MOST_PIECES = 2;

/** Whether one of the texts that a view joins to it, of three or more, is nothing but a word: "kafka" and "myTag" and "myTag2". */
export function joinsWords({ bytes, pieces }: View, { start, end }: Span): boolean {
  if (pieces === undefined || pieceAt(pieces, end - 1) - pieceAt(pieces, start) < MOST_PIECES) return false;
  const isMixed = /[A-Z]/.test(bytes.toString("latin1", start, end));
  for (let piece = pieceAt(pieces, start); piece < pieces.length && pieces[piece]! < end; piece++) {
    const from = Math.max(start, pieces[piece]!);
    const to = Math.min(end, pieces[piece + 1] ?? end);
    if (to - from >= SHORTEST_WORD && to - from < end - start && isWord(bytes.toString("latin1", from, to), isMixed))
      return true;
  }
  return false;
}

/** Letters that follow each other as in words; of a text of both cases, any of one: random ones mix them. */
function isWord(text: string, isMixed: boolean): boolean {
  return (isMixed && /^[A-Z]?[a-z]+$/.test(text)) || (/^[A-Za-z_]+$/.test(text) && shareOfWords(text) >= 0.9);
}
