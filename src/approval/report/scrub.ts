import { spellings } from "./encodings.js";
import { markPiece, type Piece, textPiece } from "./piece.js";

/**
 * Takes out of a report whatever a found value left there: any 6 characters in a row of it, in any spelling and any case, with
 * anything between them that is neither a letter nor a digit. It takes out too much rather than too little.
 */

/** Characters in a row that tell something of a value. */
const WINDOW = 6;

/** Shorter values are taken out whole, down to this length: below it, every text holds them by chance. */
const SHORTEST = 3;

/** Longer values, taken together, are compared as they are written only, which bounds the work of one report. */
export const MOST_SPELLED: number = 32 * 1024;

interface Range {
  readonly piece: number;
  readonly start: number;
  readonly end: number;
}

/** Where each window stands that occurs in the texts. */
type Occurrences = Map<string, Range[]>;

/** For each piece, what is left of it. */
export function scrub(pieces: readonly Piece[], values: ReadonlySet<string>): Piece[][] {
  const asWritten: Occurrences = new Map();
  const squeezed: Occurrences = new Map();
  for (const [index, piece] of pieces.entries()) {
    if (piece.mark) continue;
    const text = lowerCase(piece.text);
    collect(asWritten, index, text, identity(text.length));
    collect(squeezed, index, ...squeeze(text));
  }
  const found: Range[] = [];
  const spelled = totalLength(values) <= MOST_SPELLED;
  for (const value of values) {
    const text = lowerCase(value);
    if (text.length < WINDOW) found.push(...wholeOccurrences(pieces, text));
    takeShared(asWritten, text, found);
    if (!spelled || squeezed.size === 0) continue;
    for (const spelling of spellings(value)) takeShared(squeezed, squeeze(lowerCase(spelling))[0], found);
  }
  return pieces.map((piece, index) =>
    cut(
      piece,
      found.filter((range) => range.piece === index),
    ),
  );
}

export function totalLength(values: Iterable<string>): number {
  let length = 0;
  for (const value of values) length += value.length;
  return length;
}

/** ASCII only, so that offsets stay. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Letters and digits alone, and where each stood. */
function squeeze(text: string): [kept: string, offsets: readonly number[]] {
  const offsets: number[] = [];
  let kept = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) {
      kept += text[i];
      offsets.push(i);
    }
  }
  return [kept, offsets];
}

function identity(length: number): readonly number[] {
  return Array.from({ length }, (_, i) => i);
}

function collect(into: Occurrences, piece: number, text: string, offsets: readonly number[]): void {
  for (let i = 0; i + WINDOW <= text.length; i++) {
    const range = { piece, start: offsets[i]!, end: offsets[i + WINDOW - 1]! + 1 };
    const window = text.slice(i, i + WINDOW);
    const known = into.get(window);
    if (known === undefined) into.set(window, [range]);
    else known.push(range);
  }
}

/** Moves to `found` where the texts hold a window of `value`. */
function takeShared(texts: Occurrences, value: string, found: Range[]): void {
  for (let i = 0; i + WINDOW <= value.length; i++) {
    const window = value.slice(i, i + WINDOW);
    const ranges = texts.get(window);
    if (ranges === undefined) continue;
    found.push(...ranges);
    texts.delete(window);
  }
}

function wholeOccurrences(pieces: readonly Piece[], value: string): Range[] {
  if (value.length < SHORTEST) return [];
  return pieces.flatMap((piece, index) => {
    const ranges: Range[] = [];
    const text = piece.mark ? "" : lowerCase(piece.text);
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      ranges.push({ piece: index, start: at, end: at + value.length });
    }
    return ranges;
  });
}

function cut(piece: Piece, ranges: readonly Range[]): Piece[] {
  if (ranges.length === 0) return [piece];
  const kept: Piece[] = [];
  let from = 0;
  for (const { start, end } of [...ranges].sort((one, two) => one.start - two.start)) {
    if (start > from || kept.length === 0) kept.push(textPiece(piece.text.slice(from, start)), markPiece("[redacted]"));
    from = Math.max(from, end);
  }
  return [...kept, textPiece(piece.text.slice(from))];
}
