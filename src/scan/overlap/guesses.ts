import { hexPair } from "../../views/bytes.js";
import { softBreak } from "../../views/decoders/quoted-printable.js";
import type { Span } from "../view.js";
import { type Candidate, isGuess, isLocated } from "./candidate.js";
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

/** What machines make of small letters and digits alone has no "3D" of its own: "3Dprinter9" is a password. */
const OF_SMALL_LETTERS = /^3D[0-9a-z_-]{16,}$/;

/**
 * Tells which values, told by their names, begin with the code of the "=" before them, as in "name=3Dvalue" in lines of quoted-printable:
 * without that code the value is read too, to the same end, and is a token with a mark of its own, or of small letters; or goes on where this
 * one ends, behind a soft line break. A "=" at the end alone may fill up base64, and the next line be another.
 */
export function beginsWithCode(bytes: Buffer, guessed: readonly Candidate[]): (candidate: Candidate) => boolean {
  const ends = new Map<number, number>();
  const marked = new Set<number>();
  for (const guess of guessed) {
    ends.set(guess.start, Math.max(guess.end, ends.get(guess.start) ?? 0));
    if (!isLocated(guess)) marked.add(guess.start);
  }
  return (candidate) => {
    const { start, end, via } = candidate;
    if (!isLocated(candidate) || (ends.get(start + 2) ?? 0) < end) return false;
    if (bytes[start - 1] !== EQUALS || hexPair(bytes, start) !== EQUALS) return false;
    if (OF_SMALL_LETTERS.test(bytes.toString("latin1", start, end))) return true;
    if (marked.has(start + 2) || (via !== undefined && isGuess(via.chain.at(-1)!))) return true;
    return [end - 1, end].some((at) => bytes[at] === EQUALS && softBreak(bytes, at) > 0);
  };
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
