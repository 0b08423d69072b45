import { htmlEntity } from "../../views/html-entity.js";
import { jsonString } from "../../views/json-string.js";
import { percent } from "../../views/percent.js";
import type { View } from "../view.js";
import { type Candidate, isLocated, type Placed } from "./candidate.js";
import { pieceAt } from "./spans.js";

/** Decoders of codes that stand for one character each, and end with letters or digits. */
const OF_CHARACTERS: ReadonlySet<string> = new Set([percent.name, jsonString.name, htmlEntity.name]);

/** Where the code begins, in the source of a view, of the character before what is placed in it; undefined when it is written in none. */
export function codeBefore({ map, chain }: View, { start, codeFrom }: Placed): number | undefined {
  if (start === 0 || map === undefined || !OF_CHARACTERS.has(chain.at(-1)!)) return undefined;
  const before = map.span(codeFrom ?? start - 1, start);
  return before.end - before.start > 1 && before.end === map.span(start, start + 1).start ? before.start : undefined;
}

/**
 * Without a view's own matches that begin in the code of the character before another match: of "key%3Dq7Wx…" that is "3Dq7Wx…". A match with
 * a mark stays, but for one of the same detector.
 */
export function withoutCodesBefore(candidates: readonly Candidate[]): readonly Candidate[] {
  const behind = candidates.filter(({ codeFrom }) => codeFrom !== undefined).sort((a, b) => a.codeFrom! - b.codeFrom!);
  if (behind.length === 0) return candidates;
  const starts = behind.map(({ codeFrom }) => codeFrom!);
  return candidates.filter((candidate) => {
    const { start, end, match, via } = candidate;
    if (via !== undefined || starts[0]! >= start) return true;
    for (let i = pieceAt(starts, start - 1); i >= 0 && start - starts[i]! < LONGEST_CODE; i--) {
      const other = behind[i]!;
      const isInCode = start < other.start && other.start < end;
      if (isInCode && (isUnmarked(candidate) || other.match.compiled === match.compiled)) return false;
    }
    return true;
  });
}

/** A code that is encoded itself, some times over, is longer than others. */
const LONGEST_CODE = 64;

function isUnmarked(candidate: Candidate): boolean {
  return isLocated(candidate) || candidate.match.compiled.detector.literals.length === 0;
}
