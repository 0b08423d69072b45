import { pieceAt } from "../../views/piece-at.js";
import type { Match, Span, View } from "../view.js";
import { isLocated, type Placed } from "./candidate.js";
import { Covered } from "./spans.js";

/** What ends a value in the value of something else: "token,token", "user=token". */
const BREAKS: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n,;:&=\"'`|/()[]{}<>\\%"));

/** Tells which values, told by their names or places, are more than the token they hold: a password of a token and "!" is not that token. */
export function findOutgrown({ matches, bytes }: View): void {
  const told = matches.filter((match) => match.told !== undefined);
  if (told.length === 0 || told.length === matches.length) return;
  const marked = widest(matches.filter((match) => match.told === undefined));
  const starts = marked.map(({ start }) => start);
  for (const match of told) {
    const at = pieceAt(starts, match.start);
    match.outgrows = marked.slice(at, at + 2).some(({ start, end }) => {
      if (start < match.start || end > match.end) return false;
      const goesOn = end < match.end && !BREAKS.has(bytes[end]!);
      return goesOn || (start > match.start && !BREAKS.has(bytes[start - 1]!));
    });
  }
}

/** Those that no other contains, by their starts: what is part of a longer token says nothing of where that ends. */
function widest(matches: readonly Match[]): readonly Match[] {
  let end = 0;
  return [...matches]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((match) => {
      if (match.end <= end) return false;
      end = match.end;
      return true;
    });
}

/**
 * What was only told by its structure gives way to every other match that it overlaps, if it does not outgrow it: a token in a host's
 * labels is that token, and data in a path are the token that they decode to. Two that came out of the same compressed data stand at one
 * place here, and were compared where these were undone.
 */
export function withoutYielding<T extends Placed>(candidates: readonly T[]): readonly T[] {
  if (!candidates.some(mayYield)) return candidates;
  const others = candidates.filter((candidate) => !mayYield(candidate));
  const solid = new Covered(others.flatMap(solidSpans));
  const all = new Covered(others.flatMap((other) => (solidSpans(other).length > 0 ? solidSpans(other) : [other])));
  return candidates.filter((candidate) => {
    if (!mayYield(candidate)) return true;
    return candidate.isSolid ? !all.touches(candidate) : !solidSpans(candidate).some((span) => solid.touches(span));
  });
}

/** Where nothing stands but what a match is made of. */
function solidSpans(candidate: Placed): readonly Span[] {
  return candidate.isSolid ? [candidate] : (candidate.parts ?? NO_PARTS);
}

function mayYield(candidate: Placed): boolean {
  return isLocated(candidate) && candidate.match.outgrows !== true;
}

const NO_PARTS: readonly Span[] = [];
