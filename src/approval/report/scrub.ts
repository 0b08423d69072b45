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
  readonly start: number;
  readonly end: number;
}

/** What must not stand in a text, of some values. */
interface Windows {
  /** Of every spelling as it stands. */
  readonly asWritten: ReadonlySet<string>;
  /** Of every spelling, letters and digits alone; empty for values that are compared as they are written only. */
  readonly squeezed: ReadonlySet<string>;
  /** Values shorter than a window, in lower case. */
  readonly short: readonly string[];
}

/** Of each set of values, since many reports about one request are scrubbed of the same. */
const known = new WeakMap<ReadonlySet<string>, Windows>();

/** For each piece, what is left of it. `values` must not change afterwards. */
export function scrub(pieces: readonly Piece[], values: ReadonlySet<string>): Piece[][] {
  const windows = totalLength(values) <= MOST_SPELLED ? windowsOf(values) : windowsHeld(pieces, values);
  return pieces.map((piece) => (piece.mark ? [piece] : cut(piece, sharedRanges(lowerCase(piece.text), windows))));
}

function windowsOf(values: ReadonlySet<string>): Windows {
  const before = known.get(values);
  if (before !== undefined) return before;
  const [asWritten, squeezed] = [new Set<string>(), new Set<string>()];
  for (const value of values) {
    for (const spelling of spellings(value).map(lowerCase)) {
      addWindows(asWritten, spelling); // a window of six may have fewer letters and digits
      addWindows(squeezed, squeeze(spelling)[0]);
    }
  }
  const windows = { asWritten, squeezed, short: shortOf(values) };
  known.set(values, windows);
  return windows;
}

/** Of values that are too long to keep all their windows: those that the texts hold too. */
function windowsHeld(pieces: readonly Piece[], values: ReadonlySet<string>): Windows {
  const [inTexts, asWritten] = [new Set<string>(), new Set<string>()];
  for (const { text } of pieces) addWindows(inTexts, lowerCase(text));
  for (const value of values) {
    const text = lowerCase(value);
    for (let i = 0; i + WINDOW <= text.length; i++) {
      const window = text.slice(i, i + WINDOW);
      if (inTexts.has(window)) asWritten.add(window);
    }
  }
  return { asWritten, squeezed: new Set(), short: shortOf(values) };
}

function shortOf(values: ReadonlySet<string>): string[] {
  return [...values].filter(({ length }) => length >= SHORTEST && length < WINDOW).map(lowerCase);
}

function addWindows(to: Set<string>, text: string): void {
  for (let i = 0; i + WINDOW <= text.length; i++) to.add(text.slice(i, i + WINDOW));
}

function sharedRanges(text: string, { asWritten, squeezed, short }: Windows): Range[] {
  const ranges: Range[] = short.flatMap((value) => wholeOccurrences(text, value));
  for (let i = 0; i + WINDOW <= text.length; i++) {
    if (asWritten.has(text.slice(i, i + WINDOW))) ranges.push({ start: i, end: i + WINDOW });
  }
  if (squeezed.size === 0) return ranges;
  const [kept, offsets] = squeeze(text);
  for (let i = 0; i + WINDOW <= kept.length; i++) {
    if (squeezed.has(kept.slice(i, i + WINDOW))) ranges.push({ start: offsets[i]!, end: offsets[i + WINDOW - 1]! + 1 });
  }
  return ranges;
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

function wholeOccurrences(text: string, value: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    ranges.push({ start: at, end: at + value.length });
  }
  return ranges;
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
