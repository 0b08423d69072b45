import { follows, KIND, TextCounter } from "../text.js";
import { VALUE } from "./base64-text.js";

/**
 * Finds the stretches of a base64 text that decode to text, without decoding the rest. Any eight bytes in a row hold two whole groups
 * of three, and any twelve hold three, so that every second or third group is looked at.
 */

/** Lead bytes of UTF-8 that code a character which folds to ASCII or is invisible (or nothing: overlong forms): what could hide a token. */
const HIDING_LEADS = [
  0xc0, 0xc1, 0xc2, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3,
  0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xe0, 0xe1, 0xe2, 0xea, 0xef, 0xf0, 0xf3,
];

/** Kinds of byte as a probe sees them: 0 other, 1 printable, 2 continues a UTF-8 sequence, 3 starts one that can hide something. */
export const PROBE_KIND: Uint8Array = KIND.map((kind, byte) => (kind === 3 && !HIDING_LEADS.includes(byte) ? 0 : kind));

const AFTER: readonly (readonly number[])[] = [[], [1, 3], [1, 2, 3], [2]];

/** 1 for each three kinds, 16 × the first + 4 × the second + the third, that can follow each other in text. */
export const TEXT_IN_ORDER: Uint8Array = new Uint8Array(64).map((_, kinds) => {
  const [first, second, third] = [kinds >> 4, (kinds >> 2) & 3, kinds & 3];
  return AFTER[first]!.includes(second) && AFTER[second]!.includes(third) ? 1 : 0;
});

/** 1 where all three are printable, too, or one starts what can hide something. */
export const PROBE: Uint8Array = TEXT_IN_ORDER.map((inOrder, kinds) => {
  return inOrder === 1 && (kinds === 21 || kinds >> 4 === 3 || ((kinds >> 2) & 3) === 3 || (kinds & 3) === 3) ? 1 : 0;
});

const NONE: readonly number[] = [];

/**
 * Pairs of start and end, in decoded bytes, of the stretches with `least` characters of text in a row. The base64 characters are
 * `[base, end)` of `bytes`.
 */
export function textRegions(bytes: Buffer, base: number, end: number, least: number): readonly number[] {
  let regions: number[] | undefined;
  const step = least < 12 ? 8 : 12;
  let low = 0;
  for (let at = base + step - 4; at + 4 <= end; at += step) {
    const bits = groupAt(bytes, at);
    const kinds = (PROBE_KIND[bits >> 16]! << 4) | (PROBE_KIND[(bits >> 8) & 0xff]! << 2) | PROBE_KIND[bits & 0xff]!;
    if (PROBE[kinds] === 0 || !hasNeighbours(bytes, base, end, at, step)) continue;
    const group = (at - base) >> 2;
    const from = walkBack(bytes, base, group * 3, low);
    const to = walkOn(bytes, base, group, decodedLength(end - base));
    if (to - from >= least && holdsText(bytes, base, from, to, least)) {
      regions ??= [];
      regions.push(from, to);
    }
    low = to;
    const past = base + (((to + 2) / 3) | 0) * 4 - 4;
    if (past > at) at = past;
  }
  return regions ?? NONE;
}

/** The 24 bits of the group at `at`. */
function groupAt(bytes: Buffer, at: number): number {
  return (
    (VALUE[bytes[at]!]! << 18) | (VALUE[bytes[at + 1]!]! << 12) | (VALUE[bytes[at + 2]!]! << 6) | VALUE[bytes[at + 3]!]!
  );
}

/** Whether the group at `at` stands in `[base, end)` and its bytes can follow each other in text: 1 or 0. */
function isText(bytes: Buffer, base: number, end: number, at: number): number {
  if (at < base || at + 4 > end) return 0;
  const bits = groupAt(bytes, at);
  return TEXT_IN_ORDER[(KIND[bits >> 16]! << 4) | (KIND[(bits >> 8) & 0xff]! << 2) | KIND[bits & 0xff]!]!;
}

/** Whether the group at `at` can be one of two (`step` 8) or three (12) groups of text. */
function hasNeighbours(bytes: Buffer, base: number, end: number, at: number, step: number): boolean {
  const before = isText(bytes, base, end, at - 4);
  const after = isText(bytes, base, end, at + 4);
  if (step === 8 || before + after !== 1) return before + after > 0;
  return isText(bytes, base, end, before === 1 ? at - 8 : at + 8) === 1;
}

/** Bytes that `characters` of base64 decode to. */
export function decodedLength(characters: number): number {
  return (characters * 3) >> 2;
}

/** Decoded byte `index` of the characters that start at `base`. */
export function byteAt(bytes: Buffer, base: number, index: number): number {
  const group = (index / 3) | 0;
  const place = index - group * 3;
  const at = base + group * 4 + place;
  return (((VALUE[bytes[at]!]! << 6) | VALUE[bytes[at + 1]!]!) >> (4 - 2 * place)) & 0xff;
}

function walkBack(bytes: Buffer, base: number, from: number, low: number): number {
  let at = from;
  let next = byteAt(bytes, base, at);
  while (at > low) {
    const byte = byteAt(bytes, base, at - 1);
    if (!follows(byte, next)) break;
    next = byte;
    at--;
  }
  return at;
}

/** End of the text that holds `group`: whole groups first, then byte by byte. */
function walkOn(bytes: Buffer, base: number, group: number, high: number): number {
  let at = group * 3 + 2;
  let last = byteAt(bytes, base, at);
  for (let next = base + group * 4 + 4; at + 3 < high; next += 4) {
    const bits = groupAt(bytes, next);
    const second = (bits >> 8) & 0xff;
    if (!follows(last, bits >> 16) || !follows(bits >> 16, second) || !follows(second, bits & 0xff)) break;
    last = bits & 0xff;
    at += 3;
  }
  while (at + 1 < high) {
    const byte = byteAt(bytes, base, at + 1);
    if (!follows(last, byte)) break;
    last = byte;
    at++;
  }
  return at + 1;
}

/** Whether `least` characters stand in a row: printable, or whole sequences of UTF-8, with NULs between two at most as in UTF-32. */
function holdsText(bytes: Buffer, base: number, start: number, end: number, least: number): boolean {
  const counter = new TextCounter();
  for (let at = start; at < end; at++) if (counter.next(byteAt(bytes, base, at)) >= least) return true;
  return false;
}
