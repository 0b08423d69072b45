import { hexPair, indexOfByte } from "../../views/bytes.js";
import { softBreak } from "../../views/decoders/quoted-printable.js";
import { byteSet } from "../../views/runs.js";
import type { Span } from "../view.js";
import { type Candidate, isGuess, isLocated, order } from "./candidate.js";
import { outside } from "./spans.js";

const EQUALS = 0x3d;

/** So many codes of quoted-printable in one value are no accident. */
const SURE_CODES = 2;

/** Whether a match has characters written as "=XX" that need not be: no guess is needed to read them. */
export function isWrittenInCodes(bytes: Buffer, span: Span): boolean {
  return codesIn(bytes, span) === SURE_CODES;
}

/** Codes of printable characters in a span; no more are counted than are sure. */
function codesIn(bytes: Buffer, { start, end }: Span): number {
  let codes = 0;
  for (let at = bytes.indexOf(EQUALS, start); at >= 0 && at + 2 < end; at = bytes.indexOf(EQUALS, at + 1)) {
    const value = hexPair(bytes, at + 1);
    if (value > 0x20 && value < 0x7f && ++codes === SURE_CODES) break;
  }
  return codes;
}

const LINE_BREAK = 0x0a;
/** Most bytes of a line of quoted-printable (RFC 2045, section 6.7), and some more. */
const LONGEST_LINE = 128;
/** What stands before the word that the name and the code are in. */
const BEFORE_WORD: Uint8Array = byteSet(" \t\r\n\"'`?&");
const OF_QUERY: Uint8Array = byteSet("?&");
/** "3D" as encoders write it: a reader takes lower case too, a writer must not use it. */
const WRITTEN: Buffer = Buffer.from("3D");
/** Digits of keys and digests, and so of values in which "3D" is two of them. */
const HEX_LENGTHS: ReadonlySet<number> = new Set([32, 40, 48, 56, 64, 96, 128]);

/**
 * Whether an encoder wrote the code behind the "=" at `equals`: it writes every "=" so. In the field of a query, and in a value that "="
 * fills up, there is one that stands for itself.
 */
function isOfEncoder(bytes: Buffer, equals: number, end: number): boolean {
  if (!bytes.subarray(equals + 1, equals + 3).equals(WRITTEN)) return false;
  if (HEX_LENGTHS.has(end - equals - 1) && /^[\dA-Fa-f]+$/.test(bytes.toString("latin1", equals + 1, end)))
    return false;
  let from = equals;
  while (from > 0 && equals - from < LONGEST_LINE && BEFORE_WORD[bytes[from - 1]!] === 0) from--;
  if (from > 0 && OF_QUERY[bytes[from - 1]!] === 1) return false;
  const lineEnd = bytes.subarray(0, end + LONGEST_LINE).indexOf(LINE_BREAK, end);
  const to = lineEnd < 0 ? Math.min(bytes.length, end + LONGEST_LINE) : lineEnd;
  for (let at = indexOfByte(bytes, EQUALS, from); at >= 0 && at < to; at = indexOfByte(bytes, EQUALS, at + 1))
    if (hexPair(bytes, at + 1) < 0 && softBreak(bytes, at) === 0) return false;
  return true;
}

/**
 * Tells which values, told by their names, begin with the code of the "=" before them, as in "name=3Dvalue" in lines of quoted-printable:
 * without that code the value is read too, to the same end, or goes on where this one ends, behind a soft line break. A "=" at the end alone
 * may fill up base64, and the next line be another.
 */
export function beginsWithCode(bytes: Buffer, guessed: readonly Candidate[]): (candidate: Candidate) => boolean {
  const ends = new Map<number, number>();
  for (const { start, end } of guessed) ends.set(start, Math.max(end, ends.get(start) ?? 0));
  return (candidate) => {
    const { start, end, via } = candidate;
    if (!isLocated(candidate) || (ends.get(start + 2) ?? 0) < end) return false;
    if (bytes[start - 1] !== EQUALS || hexPair(bytes, start) !== EQUALS) return false;
    if (via !== undefined && isGuess(via.chain.at(-1)!)) return true;
    return (
      [end - 1, end].some((at) => bytes[at] === EQUALS && softBreak(bytes, at) > 0) ||
      isOfEncoder(bytes, start - 1, end)
    );
  };
}

/**
 * Tells which matches hold a soft line break that an encoder put there, or its code of what fills up base64, or end or begin at one: without it the same is read, or
 * more.
 */
export function isBroken(bytes: Buffer, guessed: readonly Candidate[]): (candidate: Candidate) => boolean {
  const ends = new Map<string, number>();
  const starts = new Map<string, number>();
  for (const guess of guessed) {
    const ahead = `${kindOf(guess)},${guess.start}`;
    const behind = `${kindOf(guess)},${guess.end}`;
    ends.set(ahead, Math.max(guess.end, ends.get(ahead) ?? 0));
    starts.set(behind, Math.min(guess.start, starts.get(behind) ?? Infinity));
  }
  return (candidate) => {
    const { start, end } = candidate;
    if ((ends.get(`${kindOf(candidate)},${start}`) ?? 0) >= end && breakIn(bytes, start, end, false) >= 0) return true;
    const from = starts.get(`${kindOf(candidate)},${end}`) ?? Infinity;
    return from < start && breakIn(bytes, from, start, true) === start;
  };
}

/** What tells a value: its detector, or any of those that a name tells. */
function kindOf(candidate: Candidate): string {
  return isLocated(candidate) ? "told" : `${order(candidate)}`;
}

const IN_LINE: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

/**
 * Place after a soft line break that begins in `(start, end]`, the first or the last; -1 where there is none. A "=" that fills up base64
 * may stand at a line's end too: then four characters are a whole group, a mark follows, or a line in which "=" stands for itself.
 */
function breakIn(bytes: Buffer, start: number, end: number, last: boolean): number {
  let after = -1;
  for (let at = indexOfByte(bytes, EQUALS, start + 1); at >= 0 && at <= end; at = indexOfByte(bytes, EQUALS, at + 1)) {
    if (!last && isCodedPadding(bytes, at)) return at;
    const length = softBreak(bytes, at);
    if (length === 0 || IN_LINE[bytes[at + length] ?? 0] === 0) continue;
    if (at === end - 1 && ((end - start) % 4 === 0 || holdsEquals(bytes, at + length))) continue;
    after = at + length;
    if (!last) break;
  }
  return after;
}

/** Whether the "=" at `at` is the code of one that fills up base64. */
function isCodedPadding(bytes: Buffer, at: number): boolean {
  if (IN_LINE[bytes[at - 1] ?? 0] === 0 || IN_LINE[bytes[at + 3] ?? 0] === 1) return false;
  return bytes.subarray(at + 1, at + 3).equals(WRITTEN);
}

/** Whether a "=" that is no code stands in the line from `from` on. */
function holdsEquals(bytes: Buffer, from: number): boolean {
  for (let at = from; at < from + LONGEST_LINE && at < bytes.length && bytes[at] !== LINE_BREAK; at++)
    if (bytes[at] === EQUALS && hexPair(bytes, at + 1) < 0 && softBreak(bytes, at) === 0) return true;
  return false;
}

/**
 * Of the two readings of lines that are joined, with their one code and without it: where each gives a match, what looks like a code is
 * the "=" of name=value and the value's first digits.
 */
export function withoutMiscoded(bytes: Buffer, guessed: readonly Candidate[]): readonly Candidate[] {
  if (guessed.length < 2) return guessed;
  const isCoded = (candidate: Candidate): boolean => codesIn(bytes, candidate) === 1;
  const coded = guessed.filter(isCoded);
  if (coded.length === 0 || coded.length === guessed.length) return guessed;
  const plain = guessed.filter((candidate) => !isCoded(candidate));
  return [...plain, ...outside(coded, plain)];
}

/**
 * What a decoder that guesses makes of a text is no match where it takes in a whole match that is found without guessing: a token with a
 * mark where the other has one too, since a name tells as much of an encoded value.
 */
export function withoutOverread(guessed: readonly Candidate[], plain: readonly Candidate[]): readonly Candidate[] {
  const isTold = ({ match }: Candidate): boolean => match.told !== undefined;
  const told = guessed.filter((guess) => isLocated(guess));
  const marked = guessed.filter((guess) => !isLocated(guess));
  return [
    ...outside(
      told,
      plain.filter((other) => !isLocated(other) || isTold(other)),
    ),
    ...outside(
      marked,
      plain.filter((other) => !isLocated(other)),
    ),
  ];
}
