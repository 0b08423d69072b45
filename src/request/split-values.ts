import type { Spans } from "./joins.js";

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const DOT = 0x2e;
const SEMICOLON = 0x3b;

/** More names than this are not told apart. */
const MOST_NAMES = 256;
const LONGEST_NAME = 64;

/** Values of name=value pairs between `from` and `to`, and names that stand without a value. */
export function pairValues(bytes: Buffer, from: number, to: number, separator: number = AMPERSAND): Spans {
  const spans: number[] = [];
  for (let low = from; low < to; ) {
    const next = bytes.indexOf(separator, low);
    const high = next < 0 || next > to ? to : next;
    let start = low;
    while (start < high && bytes[start] !== EQUALS) start++;
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

/** The strings of a JSON text that are values: all in wire order; and those of each name that several members have. */
export function jsonValues(bytes: Buffer): readonly Spans[] {
  const all: number[] = [];
  const named = new Map<string, number[]>();
  let name = "";
  for (let open = bytes.indexOf(QUOTE); open >= 0; ) {
    const close = closingQuote(bytes, open + 1);
    if (close < 0) break;
    if (isKey(bytes, close + 1)) {
      name = close - open > LONGEST_NAME ? "" : bytes.toString("latin1", open + 1, close);
    } else {
      all.push(open + 1, close);
      const group = named.get(name) ?? [];
      if (group.length === 0 && named.size < MOST_NAMES) named.set(name, group);
      group.push(open + 1, close);
    }
    open = bytes.indexOf(QUOTE, close + 1);
  }
  const groups = [...named.values()].filter((group) => group.length >= 4 && group.length < all.length);
  return [all, ...groups];
}

function closingQuote(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(QUOTE, from);
  while (at >= 0) {
    let slashes = 0;
    while (at - 1 - slashes >= from && bytes[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
    at = bytes.indexOf(QUOTE, at + 1);
  }
  return -1;
}

function isKey(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return bytes[at] === COLON;
}
