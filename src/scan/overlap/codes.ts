import { encodedWords } from "../../views/decoders/encoded-words.js";
import { htmlEntity } from "../../views/decoders/html-entity.js";
import { jsonString } from "../../views/decoders/json-string.js";
import { percent } from "../../views/decoders/percent.js";
import { pieceAt } from "../../views/piece-at.js";
import { type Candidate, isUnmarked } from "./candidate.js";

/** Decoders of codes that stand for one character each, which letters or digits end. */
const OF_CHARACTERS: ReadonlySet<string> = new Set([percent.name, jsonString.name, htmlEntity.name, encodedWords.name]);

/** How far before a value such a code may begin, encoded itself some times over; and how many characters are written in codes there. */
const FARTHEST = 64;
const MOST_CODES = 16;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const BLANK = 0x20;

/**
 * Without values that begin within a code before another match: of "key%3Dq7Wx…" that is "3Dq7Wx…"; nor with the "+" that is a blank before
 * one. A match with a mark stays, but for one of the same detector.
 */
export function withoutBrokenCodes(bytes: Buffer, candidates: Candidate[]): Candidate[] {
  const behind = candidates
    .filter(({ via }) => via !== undefined && OF_CHARACTERS.has(via.chain.at(-1)!))
    .sort((a, b) => a.start - b.start);
  if (behind.length === 0) return candidates;
  const starts = behind.map(({ start }) => start);
  return candidates.filter((candidate) => {
    const { start, end, match } = candidate;
    for (let i = starts[0]! > start ? 0 : pieceAt(starts, start) + 1; i < behind.length; i++) {
      const other = behind[i]!;
      if (other.start >= end || other.start - start > FARTHEST) return true;
      if (!isUnmarked(candidate) && other.match.compiled !== match.compiled) continue;
      if (other.via !== candidate.via && breaksCode(bytes, start, other)) return false;
    }
    return true;
  });
}

/** Whether `place` is within a code before a match, or at a "+" that stands for a blank right before it. */
function breaksCode(bytes: Buffer, place: number, { via, from }: Candidate): boolean {
  for (let at = from! - 1; at >= Math.max(0, from! - MOST_CODES); at--) {
    const { start, end } = via!.map!.span(at, at + 1);
    if (end <= place) return false;
    if (start < place) return true;
    if (start === place) return at === from! - 1 && isBlank(bytes, place) && via!.bytes[at] === BLANK;
  }
  return false;
}

/** A value that follows its name begins with no blank: there a "+" is one of base64. */
function isBlank(bytes: Buffer, at: number): boolean {
  return bytes[at] === PLUS && bytes[at - 1] !== EQUALS;
}

/** Whether it stands in an encoded word, whose codes are no guess. */
export function isInEncodedWord({ via }: Candidate): boolean {
  return via?.chain.at(-1) === encodedWords.name;
}
