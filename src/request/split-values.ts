import { indexOfAny } from "../views/bytes.js";
import { byteSet } from "../views/runs.js";
import type { Spans } from "./joins.js";

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const DOT = 0x2e;
const SLASH = 0x2f;
const SEMICOLON = 0x3b;

const QUOTE = 0x22;
const QUOTES: Uint8Array = byteSet('"');

/** More names than this are not told apart. */
const MOST_NAMES = 256;
const LONGEST_NAME = 64;

/** Values of name=value pairs between `from` and `to`, and names that stand without a value. */
export function pairValues(bytes: Buffer, from: number, to: number, separator: number = AMPERSAND): Spans {
  const spans: number[] = [];
  for (let low = from; low < to; ) {
    // Pairs are short: a loop is faster than two searches for each.
    let start = low;
    while (start < to && bytes[start] !== EQUALS && bytes[start] !== separator) start++;
    let high = start;
    while (high < to && bytes[high] !== separator) high++;
    if (start < high) spans.push(start + 1, high);
    else spans.push(low, high);
    low = high + 1;
  }
  return spans;
}

/** Values of a Cookie header (RFC 6265, section 4.2.1), without the blank after each semicolon. */
export function cookieValues(bytes: Buffer): Spans {
  return pairValues(bytes, 0, bytes.length, SEMICOLON);
}

/** Labels of a host name but the last two, which name the site. */
export function hostLabels(bytes: Buffer, from: number, to: number): Spans {
  const spans: number[] = [];
  let low = from;
  for (let at = from; at <= to; at++) {
    if (at < to && bytes[at] !== DOT) continue;
    spans.push(low, at);
    low = at + 1;
  }
  return spans.slice(0, -4);
}

/** Segments of a path. */
export function pathSegments(bytes: Buffer, from: number, to: number): Spans {
  const spans: number[] = [];
  let low = from;
  for (let at = from; at <= to; at++) {
    if (at < to && bytes[at] !== SLASH) continue;
    if (at > low) spans.push(low, at);
    low = at + 1;
  }
  return spans;
}

/** The strings of a JSON text that are values: all in wire order; and those of each name that several members have. */
export function jsonValues(bytes: Buffer): readonly Spans[] {
  const all: number[] = [];
  const names = new Names(bytes);
  let group: number[] = names.groupOf(0, 0);
  for (let open = nextQuote(bytes, 0); open < bytes.length; ) {
    const close = closingQuote(bytes, open + 1);
    if (close < 0) break;
    if (isKey(bytes, close + 1)) {
      group = close - open > LONGEST_NAME ? names.groupOf(0, 0) : names.groupOf(open + 1, close);
    } else {
      all.push(open + 1, close);
      group.push(open + 1, close);
    }
    open = nextQuote(bytes, close + 1);
  }
  return [all, ...names.groups.filter((spans) => spans.length >= 4 && spans.length < all.length)];
}

/** The values of each name, with names told apart by their bytes: no text is made of them. */
class Names {
  readonly groups: number[][] = [];
  readonly #bytes: Buffer;
  /** By hash, where the name of each group stands. */
  readonly #known = new Map<number, { readonly start: number; readonly end: number; readonly group: number[] }>();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The values so far of the name in `[start, end)`; of one too many, a list that nothing is done with. */
  groupOf(start: number, end: number): number[] {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + this.#bytes[at]!) | 0;
    for (let known = this.#known.get(hash); known !== undefined; known = this.#known.get(++hash)) {
      if (this.#isSame(known.start, known.end, start, end)) return known.group;
    }
    const group: number[] = [];
    if (this.groups.length > MOST_NAMES) return group;
    this.groups.push(group);
    this.#known.set(hash, { start, end, group });
    return group;
  }

  #isSame(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    if (end - start !== otherEnd - otherStart) return false;
    for (let i = 0; i < end - start; i++) if (this.#bytes[start + i] !== this.#bytes[otherStart + i]) return false;
    return true;
  }
}

/** Most quotes are so near to the one before that a plain loop finds them first. */
const NEAR = 16;

/** Place of the first quote at or after `from`, or the length. */
function nextQuote(bytes: Buffer, from: number): number {
  const near = Math.min(bytes.length, from + NEAR);
  for (let at = from; at < near; at++) if (bytes[at] === QUOTE) return at;
  return indexOfAny(bytes, QUOTES, near);
}

function closingQuote(bytes: Buffer, from: number): number {
  let at = nextQuote(bytes, from);
  while (at < bytes.length) {
    let slashes = 0;
    while (at - 1 - slashes >= from && bytes[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
    at = nextQuote(bytes, at + 1);
  }
  return -1;
}

function isKey(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return bytes[at] === COLON;
}
