/**
 * What a detector with literals matches in a text, by the law alone and at any cost: every place where a token may begin is tried with
 * the whole rest of the text. No windows, no literals, no runs.
 */

import RE2 from "re2";
import type { Detector } from "../../../src/types.js";

export interface Found {
  readonly detector: string;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Words that end a glued word: what is no letter, digit or mark of base64. */
const LONGEST_GLUED_WORD = 32;

/** Matches of all detectors. A token may begin where another ends, so that they are found again until no more come. */
export function referenceMatches(detectors: readonly Detector[], bytes: Buffer): readonly Found[] {
  let found: readonly Found[] = [];
  for (;;) {
    const ends = new Set(found.map(({ end }) => end));
    const next = detectors.flatMap((detector) => matchesOf(detector, bytes, ends));
    if (next.length === found.length) return next;
    found = next;
  }
}

function matchesOf(detector: Detector, bytes: Buffer, ends: ReadonlySet<number>): readonly Found[] {
  return /\(\?P?<token>/.test(detector.shape) ? groupMatches(detector, bytes) : bareMatches(detector, bytes, ends);
}

/** Of a bare shape: from left to right, each start after the last match's end. */
function bareMatches(detector: Detector, bytes: Buffer, ends: ReadonlySet<number>): readonly Found[] {
  const pattern = new RE2(`^(?:${detector.shape})`);
  const found: Found[] = [];
  let done = 0;
  for (let start = 0; start < bytes.length; start++) {
    if (start < done || !mayBegin(detector, bytes, start, ends)) continue;
    const match = pattern.exec(bytes.subarray(start)) as unknown as readonly [Buffer] | null;
    if (match === null || match[0].length === 0) continue;
    if (isEscapeLetter(bytes, start) && beginsBehind(detector, pattern, bytes, start, match[0], ends)) continue;
    done = start + match[0].length;
    if (suits(detector, match[0])) found.push(foundAt(detector, start, match[0]));
  }
  return found;
}

function isEscapeLetter(bytes: Buffer, at: number): boolean {
  return bytes[at - 1] === 0x5c && /[nrtbfv0]/.test(String.fromCharCode(bytes[at]!));
}

/** Whether a token begins behind the letter of an escape, before its mark: then that letter is none of it. */
function beginsBehind(
  detector: Detector,
  pattern: RE2,
  bytes: Buffer,
  letter: number,
  match: Buffer,
  ends: ReadonlySet<number>,
): boolean {
  const text = match.toString("latin1").toLowerCase();
  const mark = Math.max(...detector.literals.map((literal) => text.indexOf(literal.toLowerCase())));
  for (let start = letter + 1; start <= letter + mark; start++)
    if (mayBegin(detector, bytes, start, ends) && pattern.test(bytes.subarray(start) as never)) return true;
  return false;
}

/** Of a shape that says what stands round its token: as RE2 finds them one after the other. */
function groupMatches(detector: Detector, bytes: Buffer): readonly Found[] {
  const pattern = new RE2(detector.shape, "d");
  const found: Found[] = [];
  let from = 0;
  while (from < bytes.length) {
    const match = pattern.exec(bytes.subarray(from)) as unknown as {
      readonly 0: Buffer;
      readonly index: number;
      readonly indices: { groups: { token?: [number, number] } };
    } | null;
    if (match === null) break;
    const token = match.indices.groups.token;
    if (token !== undefined && token[1] > token[0]) {
      const value = bytes.subarray(from + token[0], from + token[1]);
      if (suits(detector, value)) found.push(foundAt(detector, from + token[0], value));
    }
    from += match.index + Math.max(1, match[0].length);
  }
  return found;
}

function foundAt({ id }: Detector, start: number, value: Buffer): Found {
  return { detector: id, start, end: start + value.length, value: value.toString("utf8") };
}

function suits({ minEntropyBits }: Detector, value: Buffer): boolean {
  return minEntropyBits === undefined || entropy(value.toString("utf8")) >= minEntropyBits;
}

function entropy(text: string): number {
  const characters = [...text];
  let bits = 0;
  for (const character of new Set(characters)) {
    const share = characters.filter((other) => other === character).length / characters.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

const isWord = (byte: number | undefined): boolean =>
  byte !== undefined && byte < 0x80 && /[0-9A-Za-z]/.test(String.fromCharCode(byte));

/** docs/decisions/0013: not in the middle of a word, unless an escape, another token or a mark that no word has ends it. */
function mayBegin({ literals }: Detector, bytes: Buffer, start: number, ends: ReadonlySet<number>): boolean {
  if (!isWord(bytes[start - 1]) || !isWord(bytes[start])) return true;
  if (ends.has(start)) return true;
  const before = bytes.toString("latin1", 0, start);
  if (/\\[nrtbfv0]$/.test(before)) return true;
  if (!literals.every((literal) => literal.length >= 4 && /[^0-9A-Za-z]/.test(literal))) return false;
  const glued = /[0-9A-Za-z+/_-]*$/.exec(before)![0];
  return glued.length <= LONGEST_GLUED_WORD;
}

/** Overlaps by the law: what another match contains is dropped, and of equal spans the detector that stands first in the list stays. */
export function settled(found: readonly Found[]): readonly Found[] {
  return found
    .filter((one, i) => !found.some((other, j) => j !== i && contains(other, one) && (!contains(one, other) || j < i)))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function contains(outer: Found, inner: Found): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}
